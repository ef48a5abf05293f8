import { exploreShare } from '../testing/explore-stories.ts'

exploreShare(2)
