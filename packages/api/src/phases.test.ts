import { describe, expect, test } from 'vitest'
import { jsonSchemas, phases, isPhase } from './index.ts'

describe('phases', () => {
  test('are told from other text', () => {
    expect(phases.every(isPhase)).toBe(true)
    expect(isPhase('Paused')).toBe(false)
  })

  test('are not limited by the schema, because another version of the operator may know more', () => {
    expect(jsonSchemas['FlinkApplicationStatus']?.properties?.['phase']).toEqual({ type: 'string' })
  })
})
