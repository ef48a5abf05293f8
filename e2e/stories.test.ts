// The stories of applications that bear each other's company: all in one file, so that the end of one lets the next begin.
//   npx vitest run --project e2e stories -t 'a new image'     one of them
import './stories/blue-green.ts'
import './stories/bounded-and-deleted.ts'
import './stories/edits-in-the-middle.ts'
import './stories/high-availability.ts'
import './stories/in-place-scale-up.ts'
import './stories/pod-security.ts'
import './stories/recovery.ts'
import './stories/repair.ts'
import './stories/rollback.ts'
import './stories/scrape.ts'
import './stories/simple-updates.ts'
import './stories/without-savepoint.ts'
