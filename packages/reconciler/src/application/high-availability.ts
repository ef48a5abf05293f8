/** Whether Flink itself remembers its jobs: either spelling of the key, any value but `none`. */
export function isHighlyAvailable(flinkConfig: Record<string, unknown> | undefined): boolean {
  const value = flinkConfig?.['high-availability.type'] ?? flinkConfig?.['high-availability']
  return typeof value === 'string' && !['', 'none'].includes(value.trim().toLowerCase())
}
