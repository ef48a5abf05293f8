import { firstSet, pathOfKey, savepointDirectoryKeys } from '../flink-config.ts'
import { isAtLeast } from '../flink-version.ts'
import { type Rule } from '../rule.ts'

export const savepointDirectoryMissing: Rule = {
  name: 'savepointDirectoryMissing',
  severity: 'warning',
  cause: 'An update and a deletion write a savepoint, and Flink refuses one when it has no directory for it.',
  remedy:
    'Set execution.checkpointing.savepoint-dir, before Flink 1.20 state.savepoints.dir, unless the image’s own configuration has it.',
  *check({ app: { spec }, flinkConfig, flinkVersion }) {
    if (spec === undefined || firstSet(flinkConfig, savepointDirectoryKeys) !== undefined) return
    const updates = spec.savepointDisabled !== true
    const deletion = (spec.deleteMode ?? 'Savepoint') === 'Savepoint'
    if (!updates && !deletion) return
    const writers = updates
      ? deletion
        ? 'Updates and the deletion write'
        : 'Updates write'
      : 'The deletion writes'
    // The older name is read by every version.
    const key = isAtLeast(flinkVersion, 1, 20)
      ? 'execution.checkpointing.savepoint-dir'
      : 'state.savepoints.dir'
    yield {
      path: pathOfKey(key),
      message: `${writers} a savepoint, and there is no directory for it.`,
      remedy: `Set ${key}, unless the image’s own configuration has it.`,
    }
  },
}
