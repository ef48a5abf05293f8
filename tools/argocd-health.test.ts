import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fengari from 'fengari'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'

const script = readFileSync(join(import.meta.dirname, '../docs/gitops/argocd-health.lua'), 'utf8')
const recorded = parseAllDocuments(
  readFileSync(join(import.meta.dirname, 'argocd-health.recorded.yaml'), 'utf8'),
).map((document) => document.toJS() as { metadata: { name: string } })

interface Health {
  status: string
  message: string
}

/** Runs the script as Argo CD does: the object is the global `obj`, the health is what it returns. */
function healthOf(object: unknown): Health {
  const { lua, lauxlib, lualib, to_luastring, to_jsstring } = fengari
  const state = lauxlib.luaL_newstate()
  lualib.luaL_openlibs(state)
  const push = (value: unknown): void => {
    if (value === null || value === undefined) lua.lua_pushnil(state)
    else if (typeof value === 'object') {
      lua.lua_createtable(state, 0, 0)
      const entries = Array.isArray(value)
        ? value.map((item, index) => [index + 1, item] as const)
        : Object.entries(value)
      for (const [key, item] of entries) {
        push(key)
        push(item)
        lua.lua_settable(state, -3)
      }
    } else if (typeof value === 'number') lua.lua_pushnumber(state, value)
    else if (typeof value === 'boolean') lua.lua_pushboolean(state, value)
    else lua.lua_pushstring(state, to_luastring(value as string))
  }
  const field = (name: string): string => {
    lua.lua_getfield(state, -1, to_luastring(name))
    const text = lua.lua_tostring(state, -1)
    lua.lua_pop(state, 1)
    return text === null ? '' : to_jsstring(text)
  }
  push(object)
  lua.lua_setglobal(state, to_luastring('obj'))
  if (lauxlib.luaL_loadstring(state, to_luastring(script)) !== 0 || lua.lua_pcall(state, 0, 1, 0) !== 0) {
    throw new Error(to_jsstring(lua.lua_tostring(state, -1) ?? new Uint8Array()))
  }
  return { status: field('status'), message: field('message') }
}

const conditions = (...lines: string[]) =>
  lines.map((line) => {
    const [type, status, message] = line.split('/')
    return { type, status, message }
  })

describe('Argo CD takes an application for', () => {
  test.each([
    ['progressing before the operator has seen it', {}, undefined, 'Progressing', /not looked at/],
    [
      'progressing while a change has not been looked at, however ready it was',
      { generation: 2 },
      { phase: 'Running', observedGeneration: 1, conditions: conditions('Ready/True/Job runs') },
      'Progressing',
      /newest change/,
    ],
    [
      'progressing during a deploy',
      { generation: 1 },
      {
        phase: 'Savepointing',
        observedGeneration: 1,
        conditions: conditions('Ready/False/x', 'Reconciling/True/Flink writes a savepoint'),
      },
      'Progressing',
      /^Flink writes a savepoint$/,
    ],
    [
      'healthy once the job runs',
      { generation: 1 },
      { phase: 'Running', observedGeneration: 1, conditions: conditions('Ready/True/Job runs') },
      'Healthy',
      /^Job runs$/,
    ],
    [
      'degraded while the job keeps failing',
      { generation: 1 },
      {
        phase: 'Running',
        observedGeneration: 1,
        conditions: conditions('Ready/False/Job is failing and restarting'),
      },
      'Degraded',
      /failing and restarting/,
    ],
    [
      'degraded after a failed deploy',
      { generation: 1 },
      {
        phase: 'DeployFailed',
        observedGeneration: 1,
        conditions: conditions('Ready/False/x', 'Stalled/True/The image cannot be pulled'),
      },
      'Degraded',
      /cannot be pulled/,
    ],
    [
      'suspended while two versions run side by side',
      { generation: 1 },
      { phase: 'DualRunning', observedGeneration: 1, conditions: conditions('Ready/False/Both run') },
      'Suspended',
      /^Both run$/,
    ],
    [
      'progressing while it is being deleted',
      { generation: 1, deletionTimestamp: '2026-01-01T00:00:00Z' },
      { phase: 'Running', observedGeneration: 1, conditions: conditions('Ready/True/Job runs') },
      'Progressing',
      /being deleted/,
    ],
    [
      'healthy where the original operator says that it runs',
      { generation: 1 },
      { phase: 'Running' },
      'Healthy',
      /^Running$/,
    ],
    [
      'degraded where the original says that it failed',
      { generation: 1 },
      { phase: 'DeployFailed' },
      'Degraded',
      /^DeployFailed$/,
    ],
  ])('%s', (_title, metadata, status, wanted, message) => {
    const health = healthOf({ metadata, status })
    expect(health.status).toBe(wanted)
    expect(health.message).toMatch(message)
  })

  test.each(recorded.map((object) => [object.metadata.name, object] as const))(
    'what its name says: %s, as recorded on a cluster',
    (name, object) => {
      expect(healthOf(object).status.toLowerCase()).toBe(name.split('-')[0])
    },
  )
})

test('the example for argocd-cm names the script that is tested here', () => {
  const guide = readFileSync(join(import.meta.dirname, '../docs/gitops.md'), 'utf8')
  expect(guide).toContain(
    'resource.customizations.health.flink.k8s.io_FlinkApplication=docs/gitops/argocd-health.lua',
  )
  for (const [, yaml = ''] of guide.matchAll(/```yaml\n(.*?)```/gs))
    expect(() => parse(yaml) as unknown).not.toThrow()
})
