import { createServer } from 'node:http'
import type { AddressInfo, Socket as TcpSocket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { io as connect, type Socket } from 'socket.io-client'
import { printFailure, type Stats } from 'step-3-persistence'
import { afterEach, describe, expect, it } from 'vitest'
import { makeAlert, makeStats, makeStatus } from '../../test/live-parts.ts'
import { messagesWaitingMax, waitingCount } from './late-sockets.ts'
import type { LiveEvent } from './live-event.ts'
import { LiveHub } from './live-hub.ts'
import { serveSockets } from './sockets.ts'

let closing = new AsyncDisposableStack()
afterEach(async () => {
  await closing.disposeAsync()
  closing = new AsyncDisposableStack()
})

/** A server of sockets whose events a test makes, and a client of it. */
async function openSockets() {
  let tell: (events: readonly LiveEvent[]) => void = () => {}
  const feed = {
    status: () => makeStatus(),
    subscribe: (listener: typeof tell) => {
      tell = listener
      return () => {}
    },
  }
  const server = createServer().listen(0, '127.0.0.1')
  const io = serveSockets({
    server,
    hub: new LiveHub({ feed, nowMs: () => 0, log: printFailure }),
    nowMs: () => 0,
    guard: async () => new Response(null, { status: 204 }),
  })
  closing.defer(() => io.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const client = connect(`http://127.0.0.1:${port}`, { transports: ['websocket'], forceNew: true })
  closing.defer(() => void client.disconnect())
  await new Promise((resolve) => client.once('status', resolve))
  const waiting = () => [...io.of('/').sockets.values()].map(waitingCount)
  return { client, waiting, tell: (...events: LiveEvent[]) => tell(events) }
}

/** Some 100 kB, so that the buffers of the kernel are soon full. */
const talkers = Array.from({ length: 3_000 }, (_, index) => ({ ip: `10.0.0.${index}`, bytes: 1 }))
const statsEvent = (sequence: number): LiveEvent => {
  const top_sources = talkers as unknown as Stats['top_sources'] // Their size is what matters.
  return { name: 'stats_update', data: makeStats({ sequence, top_sources }) }
}
const alertEvent = (name: 'new_alert' | 'alert_update', count: number): LiveEvent => ({
  name,
  data: makeAlert({ alert_id: 'a', count }),
})

describe('a socket', () => {
  it('that reads in time hears everything, in order', async () => {
    const { client, tell } = await openSockets()
    const heard: number[] = []
    client.on('stats_update', ({ sequence }: Stats) => heard.push(sequence))
    for (let sequence = 1; sequence <= 20; sequence++) {
      tell(statsEvent(sequence))
      await expect.poll(() => heard.at(-1)).toBe(sequence)
    }
    expect(heard).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  })

  it('that reads too slowly is not sent more than waits already, and then the newest', async () => {
    const { client, tell, waiting } = await openSockets()
    const heard: number[] = []
    const alerts: unknown[] = []
    client.on('stats_update', ({ sequence }: Stats) => heard.push(sequence))
    client.on('new_alert', (alert) => alerts.push(alert))
    client.on('alert_update', (alert) => alerts.push(alert))
    tcpSocketOf(client).pause()
    let sequence = 0
    const tellStats = async () => {
      tell(statsEvent(++sequence))
      await setImmediate()
    }
    while (waiting()[0] !== messagesWaitingMax + 1) await tellStats()
    tell(alertEvent('new_alert', 1))
    for (let more = 0; more < 100; more++) await tellStats()
    tell(alertEvent('alert_update', 2))
    expect(waiting()).toEqual([messagesWaitingMax + 1])
    tcpSocketOf(client).resume()
    await expect.poll(() => heard.at(-1), { timeout: 10_000 }).toBe(sequence)
    const inTime = Array.from({ length: sequence - 100 }, (_, index) => index + 1)
    expect(heard).toEqual([...inTime, sequence])
    expect(alerts).toMatchObject([{ alert_id: 'a', count: 2 }])
  })
})

/** The connection below a client's WebSocket, which neither of them shows. */
function tcpSocketOf(client: Socket): TcpSocket {
  const { transport } = client.io.engine as unknown as {
    transport: { ws: { _socket: TcpSocket } }
  }
  return transport.ws._socket
}
