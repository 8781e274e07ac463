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
    if (error) refuse(request, response, error)
    else next()
  })
  io.engine.on('headers', (headers: Record<string, string>) => {
    Object.assign(headers, securityHeaders)
  })
  io.on('connection', (socket) => {
    if (io.engine.clientsCount > socketCountMax) return socket.disconnect(true)
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
  const unsubscribe = hub.subscribe((events) => broadcast(io, events))
  io.engine.on('close', unsubscribe)
  return io
}

function broadcast(io: SocketServer, events: readonly LiveEvent[]): void {
  for (const [, socket] of io.of('/').sockets) {
    const { writeBuffer } = socket.conn as unknown as { writeBuffer: unknown[] }
    if (writeBuffer.length > messagesBehindMax) socket.disconnect(true)
  }
  for (const { name, data } of events) {
    // A new picture replaces a missed one, so only alerts wait for a client that is not ready.
    if (name === 'stats_update' || name === 'packet_update') io.volatile.emit(name, data)
    else io.emit(name, data)
  }
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
