import { connect } from 'node:net'
import { io, type Socket } from 'socket.io-client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeDetection } from '../../test/e2e/detections.ts'
import { openTestDashboard, type TestDashboard } from '../../test/open-test-dashboard.ts'
import { rawRequest, statusOf } from '../../test/raw-request.ts'
import type { LiveStatus, Snapshot } from '../index.ts'

let dashboard: TestDashboard
const sockets: Socket[] = []
beforeEach(async () => {
  dashboard = await openTestDashboard()
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.disconnect()
  await dashboard.close()
})

const transports = ['websocket', 'polling'] as const

describe('a socket', () => {
  it.each(transports)('receives at once how it stands, over %s', async (transport) => {
    const socket = open({ transports: [transport] })
    const [status, stats] = await Promise.all([
      next(socket, 'status'),
      next(socket, 'stats_update'),
    ])
    expect(status).toMatchObject({ state: 'idle', run_id: null, source: null })
    expect(status).not.toHaveProperty('recent_packets')
    expect(stats).toMatchObject({ sequence: 0, packets: 0 })
  })

  it('that is reset while it is refused does not end the server', async () => {
    const crashes: unknown[] = []
    const note = (error: unknown) => crashes.push(error)
    process.on('uncaughtException', note)
    const upgrade = (path: string) => [
      `GET ${path} HTTP/1.1`,
      'Host: evil.example',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ]
    for (const path of new Array(20).fill(['/socket.io/?EIO=4&transport=websocket', '/a']).flat()) {
      await new Promise<void>((resolve) => {
        const client = connect(dashboard.port, '127.0.0.1', () => {
          const head = `${upgrade(path).join('\r\n')}\r\n\r\n`
          client.write(head, () => client.resetAndDestroy())
        })
        client.on('error', () => {}).on('close', () => resolve())
      })
    }
    expect((await fetch(`${dashboard.origin}/health`)).status).toBe(200)
    process.off('uncaughtException', note)
    expect(crashes).toEqual([])
  })

  it('sees a run from its first packet to its alert', async () => {
    const socket = open()
    await next(socket, 'status')
    const seen = Promise.all([
      until(socket, 'status', (status: LiveStatus) => status.state === 'done'),
      until(socket, 'stats_update', (stats: Snapshot['stats']) => stats.packets > 1_000),
      next(socket, 'packet_update'),
      until(socket, 'new_alert', (alert: AlertLike) => alert.kind === 'vertical_port_scan'),
    ])
    await start('vertical_port_scan')
    const [status, , { packets }, alert] = (await seen) as [LiveStatus, unknown, Rows, AlertLike]
    expect(status.source).toEqual({ kind: 'simulate', name: 'vertical_port_scan' })
    expect(packets.length).toBeLessThanOrEqual(50)
    expect(packets[0]).toHaveProperty('Source Port')
    expect(alert.status).toBe('new')
    const kept = await fetch(`${dashboard.origin}/api/alerts/${alert.alert_id}`)
    expect(kept.status).toBe(200)
  })

  it('hears of an alert as new once, and of an update as one of an alert that it knows', async () => {
    const socket = open()
    await next(socket, 'status')
    const { writer } = dashboard.context.persistence
    const heard: string[] = []
    for (const name of ['new_alert', 'alert_update']) {
      socket.on(name, ({ title, count }) => heard.push(`${name}: ${title}, ${count}`))
    }
    const first = makeDetection(1, { title: 'tried 6 ports' })
    const isNew = next(socket, 'new_alert')
    writer.take([first], 'run-1')
    await isNew
    const isKnown = next(socket, 'alert_update')
    writer.take([{ ...first, revision: 2, title: 'tried 9 ports' }], 'run-1')
    await isKnown
    expect(heard).toEqual(['new_alert: tried 6 ports, 1', 'alert_update: tried 9 ports, 1'])
  })

  it('hears each tick of the engine, in order and none merged', async () => {
    const socket = open()
    await next(socket, 'status')
    const sequences: number[] = []
    socket.on('stats_update', ({ sequence }: Snapshot['stats']) => {
      if (sequence > 0) sequences.push(sequence)
    })
    await start('office', { speed: 1 })
    await expect.poll(() => sequences.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(5)
    expect(sequences).toEqual(sequences.map((_, index) => index + 1))
  })

  it('gets a snapshot when it asks for one', async () => {
    const socket = open()
    const snapshot: Snapshot = await socket.emitWithAck('request_stats')
    expect(snapshot).toMatchObject({
      status: { state: 'idle' },
      stats: { packets: 0 },
      traffic: [],
    })
  })

  it('is answered twice a second however often it asks', async () => {
    const socket = open({ reconnection: false })
    await next(socket, 'status')
    const startedAt = performance.now()
    let answers = 0
    socket.on('stats_update', () => answers++)
    for (let count = 0; count < 10_000; count++) socket.emit('request_stats')
    // What is too large ends the connection, so by then everything before it was read.
    const gone = next(socket, 'disconnect')
    socket.emit('request_stats', 'x'.repeat(1_000_000))
    await gone
    const seconds = (performance.now() - startedAt) / 1000
    expect(answers).toBeLessThanOrEqual(2 * (Math.ceil(seconds) + 1))
    expect((await fetch(`${dashboard.origin}/health`)).status).toBe(200)
  })

  it('is cut off when it sends a megabyte, and an unknown event does nothing', async () => {
    const socket = open({ reconnection: false })
    await next(socket, 'status')
    socket.emit('start', { source: { kind: 'simulate' } })
    const gone = next(socket, 'disconnect')
    socket.emit('request_stats', 'x'.repeat(1_000_000))
    await gone
    expect(dashboard.context.monitor.status().run_id).toBeNull()
  })
})

describe('a socket of another site', () => {
  const origin = 'http://evil.example'

  it.each(transports)('is refused over %s', async (transport) => {
    const socket = open({
      transports: [transport],
      extraHeaders: { origin },
      reconnection: false,
    })
    await next(socket, 'connect_error')
    expect(socket.connected).toBe(false)
  })

  it('is refused when it upgrades a session that it has stolen', async () => {
    const opened = await fetch(`${dashboard.origin}/socket.io/?EIO=4&transport=polling`)
    const { sid } = JSON.parse((await opened.text()).slice(1)) as { sid: string }
    const upgrade = (given: string) =>
      rawRequest(dashboard.port, [
        `GET /socket.io/?EIO=4&transport=websocket&sid=${sid} HTTP/1.1`,
        `Host: localhost:${dashboard.port}`,
        `Origin: ${given}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      ])
    expect(statusOf(await upgrade(origin))).toBe(403)
  })

  it('carries the security headers in what it receives', async () => {
    const response = await fetch(`${dashboard.origin}/socket.io/?EIO=4&transport=polling`)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    await response.text()
  })
})

type Rows = { packets: readonly Record<string, string>[] }
type AlertLike = { alert_id: string; kind: string; status: string }

function open(options: Parameters<typeof io>[1] = {}): Socket {
  const socket = io(dashboard.origin, { transports: ['websocket'], forceNew: true, ...options })
  sockets.push(socket)
  return socket
}

function next(socket: Socket, name: string): Promise<unknown> {
  return new Promise((resolve) => socket.once(name, resolve))
}

function until<T>(socket: Socket, name: string, isIt: (data: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    socket.on(name, (data: T) => {
      if (isIt(data)) resolve(data)
    })
  })
}

async function start(scenario: string, pace: { speed?: number } = {}): Promise<void> {
  const response = await fetch(`${dashboard.origin}/api/start`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ source: { kind: 'simulate', scenario, seed: 3, ...pace } }),
  })
  expect(response.status).toBe(200)
}
