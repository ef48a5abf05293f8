import { type ApplicationStatus } from '../application/application.ts'
import { type Action } from '../application/decision.ts'
import { phaseOf } from '../application/situation.ts'
import { type Pass } from './operator-model.ts'
import { play, startStory, type Story, type StoryStep } from './simulation.ts'

/**
 * Plays a story without any fault and tells every decision that did something, one look at a time, with what it
 * changed in the status.
 */
export function tell(story: Story): string {
  const lines = [story.story]
  const run = startStory(story)
  const startMs = run.world.nowMs
  let told: ApplicationStatus = {}
  play(story, run, {
    onStep: (step) => lines.push('', tellStep(step)),
    onPass: (pass, { world }) => {
      const before = phaseOf(pass.observation.app.status ?? {})
      if (pass.effects.length === 0) return
      const { status } = pass.decision
      lines.push(...tellPass(pass, before, (world.nowMs - startMs) / 1_000), ...tellChanges(told, status))
      told = status
    },
  })
  return `${lines.join('\n')}\n`
}

/** Its time changes with every write; phase, what is waited for and the conditions repeat the decision. */
const repeated = new Set(['lastUpdatedAt', 'waitingFor', 'conditions', 'phase'])

/** One line for each field of the status that changed; of an object, only the parts that did. */
function tellChanges(before: ApplicationStatus, after: ApplicationStatus): string[] {
  return changedKeys(before, after)
    .filter((key) => !repeated.has(key))
    .map((key) => {
      const [old, value] = [before, after].map((status) => status[key as keyof ApplicationStatus] as unknown)
      if (!isObject(value)) return `          ${key}: ${textOf(value)}`
      const parts = isObject(old) ? old : {}
      const changes = changedKeys(parts, value).filter((part) => part !== 'phaseSince')
      return `          ${key}: ${changes.map((part) => `${part} ${textOf(value[part])}`).join(', ')}`
    })
}

function changedKeys(before: object, after: object): string[] {
  const [old, now] = [before, after] as [Record<string, unknown>, Record<string, unknown>]
  return Object.keys({ ...old, ...now })
    .filter((key) => JSON.stringify(old[key]) !== JSON.stringify(now[key]))
    .sort()
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textOf(value: unknown): string {
  return value === undefined ? 'gone' : short(JSON.stringify(value))
}

function tellStep(step: StoryStep): string {
  const [verb, what] = Object.entries(step).filter(([key]) => key !== 'withinS')[0] ?? []
  return `# ${verb ?? ''} ${typeof what === 'object' ? JSON.stringify(what) : String(what)}`
}

function tellPass({ decision }: Pass, before: string, seconds: number): string[] {
  const arrow = decision.phase === before ? before : `${before} -> ${decision.phase}`
  return [
    `${seconds.toFixed(1).padStart(7)}s  ${arrow}  ${decision.reason}`,
    ...(decision.message === '' ? [] : [`          ${short(decision.message)}`]),
    ...decision.events.map(
      (event) => `          ${event.type} event ${event.reason}: ${short(event.message)}`,
    ),
    ...decision.actions.map((action) => `          > ${short(tellAction(action))}`),
  ]
}

function tellAction(action: Action): string {
  switch (action.type) {
    case 'runJar':
      return `${action.id} on ${action.hash} from ${action.savepointPath ?? 'nothing'}`
    case 'patchObject':
      return `${action.id} ${action.patch
        .filter(({ op }) => op !== 'test')
        .map(({ path }) => path)
        .join(' ')}`
    case 'triggerSavepoint':
      return `${action.id} of ${action.jobId}${action.cancelJob ? ', then cancel' : ''}`
    case 'stopWithSavepoint':
      return `${action.id} of ${action.jobId}, then stop`
    default:
      return action.id
  }
}

/** Ids are long and say nothing beyond being the same again. */
function short(text: string): string {
  return text.replace(/\b([0-9a-f]{6})[0-9a-f]{26}\b/g, '$1')
}
