import { BlockList, isIP } from 'node:net'
import type { TypedValue } from './indicator.ts'

/** Networks wider than these hold the innocent by the million; no feed of worth lists them. */
const prefixMin = { 4: 8, 6: 32 } as const

/** Labels that countries register names under, so `co.uk` is no one's name. */
const sharedSecondLabels = new Set([
  ...['ac', 'co', 'com', 'edu', 'go', 'gob', 'gov', 'gv', 'ltd', 'me', 'mil', 'ne', 'net', 'nom'],
  ...['or', 'org', 'plc', 'sch'],
])

/** Generic domains that hold millions of names; one of two letters is a country's. */
const sharedTops = new Set([
  ...['app', 'arpa', 'biz', 'cloud', 'club', 'com', 'dev', 'edu', 'gov', 'info', 'int', 'mil'],
  ...['net', 'online', 'org', 'pro', 'shop', 'site', 'store', 'tech', 'top', 'xyz'],
])

/** Why a value would match half of the internet; undefined when it would not. */
export function tooBroad(text: string, value: TypedValue | undefined): string | undefined {
  if (value === undefined) return isTop(text) ? 'is a whole top-level domain' : undefined
  if (value.type === 'domain' && isShared(value.value)) {
    return 'is a suffix under which anyone registers names'
  }
  if (value.type !== 'cidr') return undefined
  const [address = '', bits = '0'] = value.value.split('/')
  const family = isIP(address) as 4 | 6
  return Number(bits) < prefixMin[family] ? 'is wider than any one network' : undefined
}

/** `ip` is the heading of a list, as a rule. */
function isTop(text: string): boolean {
  const label = text
    .trim()
    .toLowerCase()
    .replace(/^\*?\./, '')
    .replace(/\.$/, '')
  return sharedTops.has(label) || (/^[a-z]{2}$/.test(label) && label !== 'ip')
}

function isShared(domain: string): boolean {
  const [second = '', top = '', ...rest] = domain.split('.')
  return rest.length === 0 && top.length === 2 && sharedSecondLabels.has(second)
}

/** Loopback, private, link-local, multicast and the rest that is not one host of the internet. */
const local = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['224.0.0.0', 3],
] as const) {
  local.addSubnet(network, bits, 'ipv4')
}
for (const [network, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  local.addSubnet(network, bits, 'ipv6')
}

/** Whether a value means hosts of one's own network: a feed from outside cannot know those. */
export function isLocal({ type, value }: TypedValue): boolean {
  if (type === 'domain') return value === 'localhost.localdomain' || value.endsWith('.local')
  if (type !== 'ipv4' && type !== 'ipv6' && type !== 'cidr') return false
  const [address = ''] = value.split('/')
  return local.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}
