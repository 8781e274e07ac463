import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { Server as SocketServer } from 'socket.io'
import type { LiveEvent } from './live-event.ts'
import type { LiveHub, Snapshot } from './live-hub.ts'
import type { SocketGuard } from './streams.ts'

/** A client sends nothing but `request_stats`, which is a few bytes. */
const messageBytesMax = 16 * 1024

/** 500 screens at about 40 kB a connection are 20 MB. */
export const socketCountMax = 500

/** A client that is 200 messages behind does not read; it is dropped, and connects again later. */
const messagesBehindMax = 200
/** Five ticks behind: statistics and packets are left out until it has caught up. */
const messagesLateMin = 20

/** A screen asks once when it connects and once after a gap; the rest of a flood is ignored. */
const snapshotsPerSecondMax = 2

export interface LiveSocketOptions {
  readonly server: Server
  readonly hub: LiveHub
  readonly nowMs: () => number
  readonly guard: SocketGuard
}

/** Serves the hub's events to browsers over Socket.IO, on the server that serves the API. */
export function serveSockets({ server, hub, nowMs, guard }: LiveSocketOptions): SocketServer {
  const io = new SocketServer(server, {
    serveClient: false,
    maxHttpBufferSize: messageBytesMax,
    httpCompression: false,
  })
  // Every request of every transport, also the upgrade of a session that exists already.
  io.engine.use(async (request: IncomingMessage, response: ServerResponse, next: () => void) => {
    const verdict = await guard(request)
    if (!verdict.ok) return refuse(request, response, verdict)
    if (request.headers.upgrade === undefined) response.setHeaders(verdict.headers)
    next()
  })
  io.on('connection', (socket) => {
    if (io.engine.clientsCount > socketCountMax) return socket.conn.close()
    send((name, data) => socket.emit(name, data), hub.snapshot())
    const allow = limitRate(nowMs)
    socket.on('request_stats', (reply: unknown) => {
      if (!allow()) return
      const snapshot = hub.snapshot()
      if (typeof reply === 'function') reply(snapshot)
      else send((name, data) => socket.emit(name, data), snapshot)
    })
    return undefined
  })
  hub.subscribe((events) => broadcast(io, events))
  return io
}

function broadcast(io: SocketServer, events: readonly LiveEvent[]): void {
  const late = lateSockets(io)
  for (const { name, data } of events) {
    // A new picture replaces a missed one; alerts and states wait for a client that is late.
    const isReplaceable = name === 'stats_update' || name === 'packet_update'
    const to = isReplaceable ? io.except(late) : io
    to.emit(name, data)
  }
}

/** The ids of those who are behind; who is far behind does not read at all, and is dropped. */
function lateSockets(io: SocketServer): string[] {
  const late: string[] = []
  for (const [id, socket] of io.of('/').sockets) {
    // The queue of engine.io, which its types do not show.
    const { writeBuffer } = socket.conn as unknown as { writeBuffer: readonly unknown[] }
    if (writeBuffer.length > messagesBehindMax) socket.conn.close()
    else if (writeBuffer.length > messagesLateMin) late.push(id)
  }
  return late
}

function send(emit: (name: string, data: unknown) => void, { status, stats }: Snapshot): void {
  emit('status', status)
  emit('stats_update', stats)
}

function limitRate(nowMs: () => number): () => boolean {
  let second = Number.NEGATIVE_INFINITY
  let count = 0
  return () => {
    const now = Math.floor(nowMs() / 1000)
    if (now !== second) count = 0
    second = now
    count += 1
    return count <= snapshotsPerSecondMax
  }
}

/** Engine.IO gives an upgrade no response of its own, so its refusal is written to the socket. */
async function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  verdict: Response,
): Promise<void> {
  const { status, headers } = verdict
  const body = await verdict.text()
  headers.set('connection', 'close')
  if (request.headers.upgrade === undefined) {
    response.setHeaders(headers).writeHead(status).end(body)
    return
  }
  const lines = [...headers].map(([name, value]) => `${name}: ${value}\r\n`)
  request.socket.end(`HTTP/1.1 ${status} Refused\r\n${lines.join('')}\r\n${body}`)
}
