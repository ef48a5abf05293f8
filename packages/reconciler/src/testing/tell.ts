import { type Action } from '../application/decision.ts'
import { phaseOf } from '../application/situation.ts'
import { type Pass } from './operator-model.ts'
import { play, startStory, type Story, type StoryStep } from './simulation.ts'

/** Plays a story without any fault and tells every decision that did something, one look at a time. */
export function tell(story: Story): string {
  const lines = [story.story]
  const run = startStory(story)
  const startMs = run.world.nowMs
  play(story, run, {
    onStep: (step) => lines.push('', tellStep(step)),
    onPass: (pass, { world }) => {
      const before = phaseOf(pass.observation.app.status ?? {})
      if (pass.effects.length > 0) lines.push(...tellPass(pass, before, (world.nowMs - startMs) / 1_000))
    },
  })
  return `${lines.join('\n')}\n`
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
