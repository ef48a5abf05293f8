import { firstSet, savepointDirectoryKeys } from '../flink-config.ts'
import { type Rule } from '../rule.ts'

export const savepointDirectoryMissing: Rule = {
  name: 'savepointDirectoryMissing',
  severity: 'warning',
  cause: 'An update and a deletion write a savepoint, and Flink refuses one when it has no directory for it.',
  remedy: 'Set state.savepoints.dir in flinkConfig, unless the image’s own configuration has it.',
  *check({ app: { spec }, flinkConfig }) {
    if (spec === undefined || firstSet(flinkConfig, savepointDirectoryKeys) !== undefined) return
    const updates = spec.savepointDisabled !== true
    const deletion = (spec.deleteMode ?? 'Savepoint') === 'Savepoint'
    if (!updates && !deletion) return
    const when = updates ? (deletion ? 'Updates and the deletion' : 'Updates') : 'The deletion'
    yield {
      path: 'spec.flinkConfig[state.savepoints.dir]',
      message: `${when} write a savepoint, and there is no directory for it.`,
    }
  },
}
