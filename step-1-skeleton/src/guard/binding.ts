import { errorCodes } from '../error-codes.ts'
import { AppError } from '../errors.ts'

export interface Binding {
  /** What the server listens on: HOST. */
  readonly host: string
  /** The port that it got; known only once it listens, when PORT is 0. */
  readonly port: number
  /** The token that every request must show, when one is set. */
  readonly token: string | undefined
  /** Further `name:port` pairs under which people reach it: a tunnel, a name in the LAN. */
  readonly extraHosts: readonly string[]
  /** Addresses of the machine's own interfaces, allowed when it listens on all of them. */
  readonly ownAddresses: readonly string[]
}

/** Shorter ones can be guessed: 16 characters of a random token are about 96 bits. */
export const tokenLengthMin = 16

/**
 * Refuses to open packet capture to a network without a token.
 * @throws AppError `E_OPEN_CONTROL`, `E_WEAK_TOKEN`
 */
export function checkBinding({ host, token }: Pick<Binding, 'host' | 'token'>): void {
  if (token !== undefined && token.length < tokenLengthMin) {
    throw new AppError(
      errorCodes.E_WEAK_TOKEN,
      `NET_ANOMALY_TOKEN has ${token.length} characters, fewer than ${tokenLengthMin}`,
      { fix: 'Make one: export NET_ANOMALY_TOKEN=$(openssl rand -hex 16)' },
    )
  }
  if (isLoopback(host) || token !== undefined) return
  throw new AppError(
    errorCodes.E_OPEN_CONTROL,
    `HOST=${host} would let anyone on the network control packet capture`,
    {
      fix: 'Leave HOST out to serve this machine only, or set a token: NET_ANOMALY_TOKEN=$(openssl rand -hex 16)',
    },
  )
}

/** Each `name:port` that a browser may send as Host; without the port where it is the default. */
export function ownHosts(binding: Binding): ReadonlySet<string> {
  const { host, port, extraHosts, ownAddresses } = binding
  const names = ['localhost', '127.0.0.1', '[::1]']
  if (isWildcard(host)) names.push(...ownAddresses.map(bracket))
  else names.push(bracket(host))
  const hosts = names.flatMap((name) => (port === 80 ? [`${name}:80`, name] : [`${name}:${port}`]))
  return new Set([...hosts, ...extraHosts].map((name) => name.toLowerCase()))
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}

function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::' || host === ''
}

function bracket(address: string): string {
  return address.includes(':') ? `[${address}]` : address
}
