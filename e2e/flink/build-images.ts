import { plainProgress } from '../cluster/progress.ts'
import { ensureFlinkImage } from './images.ts'
import { parseFlinkVersions } from './versions.ts'

// npm run flink-images -w e2e -- [VERSION...]: prints the name of the image of each.
const given = process.argv.slice(2)
const versions = parseFlinkVersions(given.length > 0 ? given : ['1.20.5', '2.3.0'])
for (const version of versions) {
  const { ref } = await ensureFlinkImage(version, plainProgress(console.error))
  console.log(ref)
}
