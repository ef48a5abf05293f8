import fc from 'fast-check'
import { applyPatch } from 'rfc6902'
import { describe, expect, test } from 'vitest'
import { defaultApplication } from './default-application.ts'
import { type Finding } from './finding.ts'
import { reviewMutation, reviewValidation } from './review.ts'
import { rules } from './rules/index.ts'
import { anyApplication, createOfflineApiServer } from './testing/index.ts'
import { validateApplication, validateStoredApplication } from './validate-application.ts'

/**
 * Through validation, defaulting and the check that the operator repeats. A million objects, with a record of its last run in
 * e2e/bench/results/admission.md:
 *
 *   FUZZ_RUNS=1000000 FUZZ_SEED=1 npx vitest run --project fuzz packages/webhook/src/fuzz.test.ts
 */
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 20_000)
const seed = process.env['FUZZ_SEED'] === undefined ? 20_261_125 : Number(process.env['FUZZ_SEED'])

const apiServer = createOfflineApiServer()
const namesInCel = new Set(rules.map(({ name }) => name))

const cpuMs = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

const measured = <T>(judge: () => T): [T, number] => {
  const startedMs = cpuMs()
  const result = judge()
  return [result, cpuMs() - startedMs]
}

const stallMs = 50

describe('any application at all', () => {
  test(
    'is judged and filled in as the API server would judge it, without a crash and without a stall',
    { timeout: Math.max(300_000, numRuns * 30) },
    () => {
      let longestMs = 0
      const property = fc.property(
        anyApplication(),
        fc.option(anyApplication(), { nil: undefined, freq: 3 }),
        (app, old) => {
          const timed = <T>(judge: () => T): T => {
            const [result, tookMs] = measured(judge)
            // What the garbage collector takes meanwhile is not the object's fault, and does not come twice in a row.
            const leastMs = tookMs < stallMs ? tookMs : Math.min(tookMs, measured(judge)[1])
            longestMs = Math.max(longestMs, leastMs)
            return result
          }
          const findings = timed(() => validateApplication(app, old))
          const patch = timed(() => defaultApplication(app))
          const basis = old && { redeploys: true, madeFrom: (old as { spec?: object }).spec }
          const findingsOnceStored = timed(() => validateStoredApplication(app, undefined, basis))

          for (const finding of [...findings, ...findingsOnceStored]) expectWhole(finding)
          if (old === undefined) expectAgreement(app, findings)

          const operation = old === undefined ? 'CREATE' : 'UPDATE'
          const review = reviewValidation({ operation, object: app, oldObject: old ?? null })
          expect(review.allowed).toBe(!findings.some(({ severity }) => severity === 'error'))

          const filledIn = structuredClone(app)
          expect(applyPatch(filledIn, patch).filter((failure) => failure !== null)).toEqual([])
          expect(defaultApplication(filledIn)).toEqual([])
          expect(reviewMutation({ operation: 'UPDATE', object: app, oldObject: old ?? app })).toEqual({
            allowed: true,
          })
        },
      )
      fc.assert(property, { numRuns, seed })
      if (numRuns > 100_000)
        console.log(`${numRuns} objects; the longest judgement: ${longestMs.toFixed(1)} ms`)
      expect(longestMs).toBeLessThan(stallMs)
    },
  )
})

/** Without expect(), whose price is paid some hundred thousand times. */
function expectWhole(finding: Finding): void {
  const { rule, path, message, remedy } = finding
  const isWhole = [rule, path, message, remedy].every((text) => text.trim() !== '')
  if (!isWhole || /[\r\n]/.test(path))
    throw new Error(`This finding cannot be shown: ${JSON.stringify(finding)}`)
}

function expectAgreement(app: object, findings: readonly Finding[]): void {
  const errors = findings.filter(({ severity }) => severity === 'error')
  const malformed = errors.filter(({ rule }) => rule === 'valueMalformed')
  const refusals = apiServer.refusals(app)
  if (refusals.includes('schema')) {
    // The definition takes no boolean and no fraction for the keys of flinkConfig that its rules read.
    const ofConfig = findings.filter(({ path }) => path.startsWith('spec.flinkConfig['))
    expect([...malformed, ...ofConfig]).not.toEqual([])
    return
  }
  // What a structural schema cannot say: which values flinkConfig takes, and what nobody should walk where the schema ends.
  const isBeyondSchema = ({ path, message }: Finding): boolean =>
    path.startsWith('spec.flinkConfig[') ||
    /The key __proto__ is not supported|is nested deeper/.test(message)
  expect(malformed.filter((finding) => !isBeyondSchema(finding))).toEqual([])
  const found = new Set(errors.map(({ rule }) => rule))
  if (malformed.length > 0) return
  expect(refusals.filter((name) => namesInCel.has(name) && !found.has(name))).toEqual([])
}
