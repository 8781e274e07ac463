import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { Server as SocketServer } from 'socket.io'
import type { AppError } from 'step-3-persistence'
import type { LiveEvent } from './live-event.ts'
import type { LiveHub, Snapshot } from './live-hub.ts'
import { securityHeaders } from './security-headers.ts'

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
  /** The guard of the API, for a socket's own requests: a reason to refuse one, or nothing. */
  readonly refusalOf: (request: IncomingMessage) => AppError | undefined
}

/** Serves the hub's events to browsers over Socket.IO, on the server that serves the API. */
export function serveSockets({ server, hub, nowMs, refusalOf }: LiveSocketOptions): SocketServer {
  const io = new SocketServer(server, {
    serveClient: false,
    maxHttpBufferSize: messageBytesMax,
    httpCompression: false,
  })
  // Every request of every transport, also the upgrade of a session that exists already.
  io.engine.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
    const error = refusalOf(request)
    const isUpgrade = request.headers.upgrade !== undefined
    if (!isUpgrade) response.setHeaders(new Map(Object.entries(securityHeaders)))
    if (error) refuse(request, response, error)
    else next()
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

function refuse(request: IncomingMessage, response: ServerResponse, error: AppError): void {
  const body = JSON.stringify(error)
  const head = { ...securityHeaders, 'content-type': 'application/json', connection: 'close' }
  if (request.headers.upgrade === undefined) {
    response.writeHead(error.status, head).end(body)
    return
  }
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`)
  request.socket.end(`HTTP/1.1 ${error.status} Refused\r\n${lines.join('')}\r\n${body}`)
}
