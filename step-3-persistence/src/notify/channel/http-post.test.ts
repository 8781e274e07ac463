import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, it } from 'vitest'
import { postJson } from './http-post.ts'

let server: Server | undefined
afterEach(() => server?.close())

it('sends to the address that was checked, whatever the name means by then', async () => {
  const received: { host: string | undefined; body: string }[] = []
  server = createServer(async (request, response) => {
    received.push({ host: request.headers.host, body: await text(request) })
    response.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  // RFC 6761, section 6.4: no resolver ever knows this name.
  const host = `hook.invalid:${port}`
  await postJson({
    url: `http://${host}/`,
    body: '{"a":1}',
    headers: {},
    guard: { allowsPrivate: true, resolve: async () => [{ address: '127.0.0.1', family: 4 }] },
    signal: AbortSignal.timeout(10_000),
  })
  expect(received).toEqual([{ host, body: '{"a":1}' }])
})
