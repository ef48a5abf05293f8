import { expect, test } from 'vitest'
import { splitProgramArguments } from './program-arguments.ts'

test.each<[sentence: string, line: string, args: string[]]>([
  ['splits at blanks', '--rps 20  --keys\t4', ['--rps', '20', '--keys', '4']],
  ['keeps blanks in quotes', `--a "b c" 'd e'`, ['--a', 'b c', 'd e']],
  ['keeps the other quotes out too', `"it's"`, ['its']],
  ['splits a quoted value after an equals sign, as Flink does', '--a="b c"', ['--a=b', 'c']],
  ['knows no escapes', String.raw`--a \"b`, ['--a', String.raw`\b`]],
  ['drops blanks at both ends', '  --a  ', ['--a']],
  ['makes nothing of nothing', '', []],
])('%s', (_, line, args) => {
  expect(splitProgramArguments(line)).toEqual(args)
})
