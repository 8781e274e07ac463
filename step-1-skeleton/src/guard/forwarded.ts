import type { IncomingMessage, Server } from 'node:http'

/** What a proxy says of a request that came through it. */
export interface Forwarded {
  /** Who asked the proxy. */
  readonly clientAddress: string
  /** Whether that connection was encrypted. */
  readonly isSecure: boolean
}

/**
 * Believes the `X-Forwarded-…` headers of these proxies, and of no one else: any client can send them.
 * What it finds stands on the request, for `addressOf` and the cookie of a session.
 * @param proxies Addresses from which the proxies connect.
 */
export function trustProxies(server: Server, proxies: readonly string[]): void {
  if (proxies.length === 0) return
  const trusted = new Set(proxies)
  const note = (request: IncomingMessage) =>
    void Object.assign(request, forwarded(request, trusted))
  server.prependListener('request', note)
  server.prependListener('upgrade', note)
}

/** The last address that is no proxy of ours: what stands before it was written by who asked. */
export function forwarded(
  {
    socket,
    headers,
  }: Pick<IncomingMessage, 'headers'> & {
    readonly socket: { readonly remoteAddress?: string | undefined }
  },
  trusted: ReadonlySet<string>,
): Forwarded | undefined {
  if (!trusted.has(plain(socket.remoteAddress ?? ''))) return undefined
  const named = String(headers['x-forwarded-for'] ?? '').split(',')
  const client = named.map((one) => plain(one.trim())).findLast((one) => !trusted.has(one))
  if (!client) return undefined
  const protocols = String(headers['x-forwarded-proto'] ?? '').split(',')
  return { clientAddress: client, isSecure: protocols.at(-1)?.trim() === 'https' }
}

/** An IPv4 address may come as IPv6: `::ffff:127.0.0.1` (RFC 4291, section 2.5.5.2). */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}
