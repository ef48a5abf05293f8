import { advanceFlink } from './flink-model.ts'
import { advanceKubernetes } from './kubernetes-model.ts'
import { type World } from './world.ts'

/** Lets the world go on by itself until a moment, or until something happens that an event would tell of. */
export function advance(world: World, untilMs: number): void {
  for (;;) {
    const event = world.due[0]
    if (event === undefined || event.atMs > untilMs) break
    world.due.shift()
    world.nowMs = Math.max(world.nowMs, event.atMs)
    if (event.system === 'kubernetes') advanceKubernetes(world, event)
    else advanceFlink(world, event)
  }
  world.nowMs = Math.max(world.nowMs, untilMs)
}
