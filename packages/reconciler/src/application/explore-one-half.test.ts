import { exploreHalf } from '../testing/explore-stories.ts'

exploreHalf(0)
