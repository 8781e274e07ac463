import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { AppError } from 'step-2-capture'
import { errorCodes } from '../../error-codes.ts'

/** An address that was checked; the connection uses it and asks no resolver again. */
export interface PinnedAddress {
  readonly address: string
  readonly family: 4 | 6
}

export interface OutboundGuardOptions {
  /** Whether private and loopback addresses may be reached: the user's own decision. */
  readonly allowsPrivate: boolean
  readonly resolve?: (host: string) => Promise<readonly PinnedAddress[]>
}

/**
 * Finds the address of a host that people or feeds have named, and refuses those inside the own
 * network (server-side request forgery). The answer is pinned: a name that resolves to something
 * else a moment later changes nothing. A name with one forbidden address is refused as a whole.
 * @throws AppError `E_ADDRESS_REFUSED`, `E_ADDRESS_UNKNOWN`
 */
export async function checkedAddress(
  host: string,
  { allowsPrivate, resolve = resolveAll }: OutboundGuardOptions,
): Promise<PinnedAddress> {
  const plain = canonicalHost(host)
  const family = isIP(plain)
  const addresses = family
    ? [{ address: plain, family: family as 4 | 6 }]
    : await resolve(plain).catch(() => [])
  const [first] = addresses
  if (!first) {
    throw new AppError(errorCodes.E_ADDRESS_UNKNOWN, `the name ${plain} has no address`, {
      fix: 'Check the spelling, and whether this machine can resolve names.',
    })
  }
  const refused = addresses.find(({ address }) => !isAllowed(address, allowsPrivate))
  if (refused) {
    throw new AppError(
      errorCodes.E_ADDRESS_REFUSED,
      `${host} leads to ${refused.address}, which is inside`,
      {
        fix: 'Use a public address, or set channels.allow_private_addresses if it is your own network.',
      },
    )
  }
  return first
}

/** Whether a server may connect there on behalf of a user. */
export function isAllowed(address: string, allowsPrivate: boolean): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  if (isIP(address) === 0 || never.check(address, family)) return false
  if (inside.check(address, family)) return allowsPrivate
  return family === 'ipv4' || publicV6.check(address, family)
}

/** `2130706433`, `0x7f.1` and `[::1]` as everybody else will read them. */
function canonicalHost(host: string): string {
  const url = URL.parse(`http://${isIP(host) === 6 ? `[${host}]` : host}`)
  if (!url || url.host === '' || url.username !== '' || url.pathname !== '/') return host
  return url.hostname.replace(/^\[|\]$/g, '')
}

async function resolveAll(host: string): Promise<PinnedAddress[]> {
  const found = await lookup(host, { all: true })
  return found.map(({ address, family }) => ({ address, family: family as 4 | 6 }))
}

/** Node checks an IPv4-mapped IPv6 address against the IPv4 rules too. */
const inside = blockList([
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['::1', 128],
  ['fc00::', 7],
])

/** Link-local (cloud metadata), multicast, reserved, documentation, and IPv4 in disguise. */
const never = blockList([
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  ['::', 128],
  ['64:ff9b::', 32],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
])

/** All that IANA has given out so far, and the mapped addresses that the lists above judge. */
const publicV6 = blockList([
  ['2000::', 3],
  ['::ffff:0:0', 96],
])

function blockList(blocks: readonly (readonly [network: string, prefix: number])[]): BlockList {
  const list = new BlockList()
  for (const [network, prefix] of blocks) {
    list.addSubnet(network, prefix, isIP(network) === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}
