import { expect, test } from 'vitest'
import { retainedCheckpointsLines } from './retained-checkpoints.ts'

test.each([
  ['500', 31],
  ['1 s', 31],
  ['10s', 4],
  [30_000, 2],
  ['60000 milliseconds', 2],
  ['3 min', 2],
  ['1 h', 2],
  ['soon', 3],
  ['0', 3],
  [undefined, 3],
])('with an interval of %s, %d checkpoints are kept', (interval, count) => {
  const config = { ...(interval !== undefined && { 'execution.checkpointing.interval': interval }) }
  expect(retainedCheckpointsLines(config)).toEqual([
    `execution.checkpointing.num-retained: ${count}`,
    `state.checkpoints.num-retained: ${count}`,
  ])
})

test.each(['execution.checkpointing.num-retained', 'state.checkpoints.num-retained'])(
  "the user's own %s stays",
  (key) => {
    expect(retainedCheckpointsLines({ [key]: '1' })).toEqual([])
  },
)
