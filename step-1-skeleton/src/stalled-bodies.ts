import type { IncomingMessage, Server, ServerResponse } from 'node:http'

/** Bodies are looked at once a minute: one that stands still is cut after one to two minutes. */
export const stallMs = 60_000
/** Fewer bytes than this in a minute are no transfer: the slowest modem brings 200 times as many. */
export const stalledBytesMax = 1_024

/**
 * Takes bodies however long they last, and cuts those that stand still. Node's own limit of five
 * minutes a request would cut an upload of 4 GiB on any line below 115 Mbit/s.
 */
export function cutStalledBodies(server: Server): void {
  server.requestTimeout = 0
  /** The bytes that the connection of each body had brought when it was last looked at. */
  const seen = new Map<IncomingMessage, number | undefined>()
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!hasBody(request)) return
    seen.set(request, undefined)
    const forget = () => void seen.delete(request)
    request.once('end', forget).once('close', forget)
    response.once('close', forget)
  })
  const timer = setInterval(() => {
    for (const [request, before] of seen) {
      const { bytesRead } = request.socket
      if (before !== undefined && bytesRead - before <= stalledBytesMax) cut(request)
      else seen.set(request, bytesRead)
    }
  }, stallMs)
  timer.unref()
  server.once('close', () => clearInterval(timer))
}

/** RFC 9112, section 6: a request has a body when it announces a length or how it is cut. */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/** As Node answers a request that lasts too long (RFC 9110, section 15.5.9). */
function cut({ socket }: IncomingMessage): void {
  socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n')
  socket.destroySoon()
}
