import { pathOfKey } from '../flink-config.ts'
import { isAtLeast } from '../flink-version.ts'
import { type Rule } from '../rule.ts'

/** Units may stand apart from their number: "30 s" is read the same without the blank. */
const isHarmless = (value: string): boolean => /^[\d.]+ *[A-Za-z]*$/.test(value)

export const flinkConfigBlanksLost: Rule = {
  name: 'flinkConfigBlanksLost',
  severity: 'warning',
  cause:
    'The official images of Flink 1.19 and later remove all blanks from values: "-Xa -Xb" becomes "-Xa-Xb".',
  remedy:
    'Set it another way: JVM options by the variables FLINK_ENV_JAVA_OPTS_JM and FLINK_ENV_JAVA_OPTS_TM, the rest in the image.',
  *check({ flinkConfig, flinkVersion }) {
    if (!isAtLeast(flinkVersion, 1, 19)) return
    for (const [key, value] of flinkConfig) {
      if (!/\S[ \t]+\S/.test(value) || /[\r\n]/.test(value) || isHarmless(value.trim())) continue
      yield { path: pathOfKey(key), message: 'The image removes the blanks inside this value.' }
    }
  },
}
