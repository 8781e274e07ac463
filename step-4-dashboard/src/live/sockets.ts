import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { Server as SocketServer } from 'socket.io'
import type { SocketGuard } from '../access/streams.ts'
import { LateSockets } from './late-sockets.ts'
import type { LiveEvent } from './live-event.ts'
import type { LiveHub, Snapshot } from './live-hub.ts'
import { TickBuffer } from './tick-buffer.ts'

/** A client sends nothing but `request_stats`, which is a few bytes. */
const messageBytesMax = 16 * 1024

/** 500 screens at about 40 kB a connection are 20 MB. */
export const socketCountMax = 500

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
  // Node leaves the connection of an upgrade without a listener: a reset would end the process.
  server.prependListener('upgrade', ({ socket }: IncomingMessage) => socket.on('error', () => {}))
  // Every request of every transport, also the upgrade of a session that exists already.
  io.engine.use(async (request: IncomingMessage, response: ServerResponse, next: () => void) => {
    const verdict = await guard(request)
    // A preflight has its answer with that.
    if (!verdict.ok || request.method === 'OPTIONS') return answer(request, response, verdict)
    if (request.headers.upgrade === undefined) response.setHeaders(verdict.headers)
    next()
  })
  const late = new LateSockets()
  io.on('connection', (socket) => {
    if (io.engine.clientsCount > socketCountMax) return socket.conn.close()
    late.watch(socket)
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
  hub.subscribe((events) => broadcast(io, late, events))
  return io
}

/** Encodes each message once for all who are in time, and keeps it for the others. */
function broadcast(io: SocketServer, late: LateSockets, events: readonly LiveEvent[]): void {
  const lateIds = [...io.of('/').sockets.values()]
    .filter((socket) => late.isLate(socket))
    .map((socket) => late.keep(socket, events))
  for (const { name, data } of merged(events)) io.except(lateIds).emit(name, data)
}

function merged(events: readonly LiveEvent[]): LiveEvent[] {
  const buffer = new TickBuffer()
  for (const event of events) buffer.add(event)
  return buffer.take()
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
async function answer(
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
