import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openTestDashboard, type TestDashboard } from '../../test/open-test-dashboard.ts'
import { eventRoutes, streamCountMax } from './events.ts'
import { LiveHub } from './live-hub.ts'

let dashboard: TestDashboard
beforeEach(async () => {
  dashboard = await openTestDashboard()
})
afterEach(() => dashboard.close())

describe('GET /api/events', () => {
  it('tells how it stands, and then what happens', async () => {
    const stream = await open('/api/events')
    expect(await stream.until('stats_update')).toMatchObject({ packets: 0 })
    await fetch(`${dashboard.origin}/api/start`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"source":{"kind":"simulate","scenario":"vertical_port_scan","seed":3}}',
    })
    expect(await stream.until('packet_update')).toHaveProperty('packets')
    expect(await stream.until('new_alert')).toHaveProperty('group_key')
    stream.close()
  })

  it('has room for its maximum, and again when one goes', async () => {
    const streams = await Promise.all(
      Array.from({ length: streamCountMax }, () => open('/api/v1/events')),
    )
    const refused = await fetch(`${dashboard.origin}/api/events`)
    expect(refused.status).toBe(503)
    expect(await refused.json()).toMatchObject({ error: { code: 'E_TOO_MANY_STREAMS' } })
    for (const stream of streams) stream.close()
    await expect.poll(tryOne).toBe(200)
  })

  it('gives its place back, and says why, when it fails', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {})
    const status = () => {
      throw new Error('no statistics')
    }
    const feed = { status, subscribe: () => () => {} }
    const app = eventRoutes(new LiveHub({ feed, nowMs: () => 0, log: () => {} }))
    for (let count = 0; count <= streamCountMax; count++) {
      expect(await (await app.request('/events')).text()).toContain('data: no statistics')
    }
    expect(printed.mock.calls[0]?.[0]).toContain('E_INTERNAL: unexpected failure: no statistics')
    printed.mockRestore()
  })
})

async function tryOne(): Promise<number> {
  const response = await fetch(`${dashboard.origin}/api/events`)
  await response.body?.cancel()
  return response.status
}

async function open(path: string) {
  const abort = new AbortController()
  const response = await fetch(dashboard.origin + path, { signal: abort.signal })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  let text = ''
  return {
    close: () => abort.abort(),
    /** The data of the next event of that name. */
    until: async (name: string): Promise<unknown> => {
      for (;;) {
        const found = new RegExp(`event: ${name}\ndata: (.*)\n\n`).exec(text)
        if (found?.[1]) {
          text = text.slice(found.index + found[0].length)
          return JSON.parse(found[1])
        }
        const { value, done } = await reader.read()
        if (done) throw new Error(`the stream ended before ${name}`)
        text += new TextDecoder().decode(value)
      }
    },
  }
}
