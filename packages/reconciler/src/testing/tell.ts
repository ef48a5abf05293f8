import { type ApplicationStatus } from '../application/application.ts'
import { type Action } from '../application/decision.ts'
import { phaseOf } from '../application/situation.ts'
import { type Pass } from './operator-model.ts'
import { play, startStory, type Story, type StoryStep } from './simulation.ts'

/**
 * Plays a story without any fault and tells every decision that did something, one look at a time, and at the end of
 * each step what stands in the status that was not there before.
 */
export function tell(story: Story): string {
  const lines = [story.story]
  const run = startStory(story)
  const startMs = run.world.nowMs
  let told: ApplicationStatus = {}
  const tellNews = () => {
    const status = run.world.app?.status ?? {}
    lines.push(...tellStatus(told, status))
    told = status
  }
  play(story, run, {
    onStep: (step) => {
      tellNews()
      lines.push('', tellStep(step))
    },
    onPass: (pass, { world }) => {
      const before = phaseOf(pass.observation.app.status ?? {})
      if (pass.effects.length > 0) lines.push(...tellPass(pass, before, (world.nowMs - startMs) / 1_000))
    },
  })
  tellNews()
  return `${lines.join('\n')}\n`
}

/** Its own time changes with every write; what it waits for and the conditions repeat the decision. */
const repeated = new Set(['lastUpdatedAt', 'waitingFor', 'conditions', 'phase'])

function tellStatus(before: ApplicationStatus, after: ApplicationStatus): string[] {
  const text = (status: ApplicationStatus, key: string) =>
    JSON.stringify(status[key as keyof ApplicationStatus]) as string | undefined
  return Object.keys({ ...before, ...after })
    .filter((key) => !repeated.has(key) && text(before, key) !== text(after, key))
    .sort()
    .map((key) => `          ${key}: ${short(text(after, key) ?? 'gone')}`)
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
