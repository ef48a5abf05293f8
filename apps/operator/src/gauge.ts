import { Gauge, type Registry } from 'prom-client'

/** A gauge whose series are told at each scrape: what is not told any more is gone. */
export function addGauge(
  registry: Registry,
  name: string,
  help: string,
  labelNames: string[],
  tell: (set: (labels: Record<string, string>, value: number) => void) => void,
): void {
  new Gauge({
    name,
    help,
    labelNames,
    registers: [registry],
    collect() {
      this.reset()
      tell((labels, value) => this.set(labels, value))
    },
  })
}
