// Writes docs/settings.md from the schema of the settings; with --check, fails if it is not what would be written.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { describeSettings } from '../src/config.ts'

const file = join(import.meta.dirname, '../../../docs/settings.md')
const rows = describeSettings().map(
  ({ key, byDefault, meaning }) => `| \`${key}\` | \`${byDefault}\` | ${meaning} |`,
)
const text = await format(
  `<!-- Made from apps/operator/src/config.ts by \`npm run generate -w apps/operator\`. -->

# Settings of the operator

The operator reads a YAML file with the sections \`operator\` and \`logger\` (\`--config\`, a path or a pattern), and over it flags
of the same names (\`--operator.workers=8\`). Keys and defaults are those of the original operator, so its file can be used as
it is, but for the number of workers: a worker here never waits for a program's \`main()\` and costs next to nothing.
However many JobManagers do not answer, they occupy at most half of the workers.

Durations are written as Go writes them: \`30s\`, \`1h30m\`, \`500ms\`; a bare number counts nanoseconds. A key that is not known
stops the operator at start, with its name. The settings in force are in the first line of the log, with what looks
like a secret hidden.

\`containerNameFormat\` and \`schedulerName\` are part of the [deploy hash](deploy-hash.md): changing one redeploys every
application. Naming a label or annotation in \`ignoredLabels\` or \`ignoredAnnotations\` redeploys, once, the applications that
have it: leave both empty until a swap of operators is over.

| key | default | meaning |
| --- | --- | --- |
${rows.join('\n')}
`,
  { parser: 'markdown', printWidth: 110 },
)

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error('docs/settings.md is stale. Run: npm run generate -w apps/operator')
    process.exit(1)
  }
} else writeFileSync(file, text)
