import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { execFileSync } from 'node:child_process'

/** How a benchmark shares the machine: who has which processor, and what others do meanwhile. */

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

/** The words before a command that keep it on one processor. */
export const pinnedTo = (core: number): [program: string, ...args: string[]] => [
  'taskset',
  '--cpu-list',
  String(core),
]

/** Keeps this process, all threads of it, on one processor. */
export function pinThisProcess(core: number): void {
  execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', String(core), String(process.pid)])
}

/** `SCHED_OTHER`, or `SCHED_RR` under `chrt --rr 1`. */
export function schedulingOfThisProcess(): string {
  const said = execFileSync('chrt', ['--pid', String(process.pid)], { encoding: 'utf8' })
  return /SCHED_\w+/.exec(said)?.[0] ?? 'unknown'
}

export function scheduleAsUsual(pid: number): void {
  execFileSync('chrt', ['--all-tasks', '--other', '--pid', '0', String(pid)])
}

/** Processor time so far, in seconds: of the whole machine, and of some processes with their ended children. */
export function processorTime(pids: readonly number[]): { machine: number; own: number } {
  // user, nice, system, idle, iowait, irq, softirq, steal
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] =
    readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.trim().split(/\s+/).slice(1).map(Number) ?? []
  const own = pids.map((pid) => {
    // After the name of the program, which may hold anything: utime, stime, cutime and cstime are the 12th to 15th.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0)
  })
  return {
    machine: (user + nice + system + irq + softirq + steal) / ticksPerSecond,
    own: own.reduce((sum, ticks) => sum + ticks, 0) / ticksPerSecond,
  }
}

/** Runs the work, and says how much of the machine's processors others than these processes had meanwhile, in percent. */
export async function besideOthers<T>(
  pids: readonly number[],
  work: () => Promise<T>,
): Promise<{ result: T; seconds: number; ownSeconds: number; othersPercent: number }> {
  const before = processorTime(pids)
  const startedMs = performance.now()
  const result = await work()
  const seconds = (performance.now() - startedMs) / 1_000
  const after = processorTime(pids)
  const ownSeconds = after.own - before.own
  const others = after.machine - before.machine - ownSeconds
  const othersPercent = Math.max(0, Math.round((others / (seconds * cpus().length)) * 100))
  return { result, seconds, ownSeconds, othersPercent }
}
