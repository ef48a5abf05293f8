import { createTransport, plainCredentials } from '@flink-operator/kube-runtime'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { type AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { createServerClock } from './server-clock.ts'

const hourMs = 3_600_000

async function skewAgainst(serverNowMs: () => number): Promise<number> {
  const server = createServer((_request, response) => {
    response.setHeader('date', new Date(serverNowMs()).toUTCString())
    response.end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const transport = createTransport({
    credentials: plainCredentials(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
  })
  const clock = createServerClock(transport)
  await clock.refresh()
  await transport.close()
  server.close()
  return clock.skewMs()
}

test('an equal clock has no skew, though the header counts whole seconds', async () => {
  expect(await skewAgainst(() => Date.now())).toBe(0)
})

test.each([
  ['ahead', -hourMs, hourMs],
  ['behind', hourMs, -hourMs],
])(
  'a clock that is an hour %s is corrected to within a second or two',
  async (_title, serverAheadMs, skewMs) => {
    const measured = await skewAgainst(() => Date.now() + serverAheadMs)
    expect(Math.abs(measured - skewMs)).toBeLessThan(2_000)
  },
)
