import { isIP, isIPv4, isIPv6 } from 'node:net'
import { addressKey, addressRange } from '../../alert/address-range.ts'
import type { IndicatorType, TypedValue } from './indicator.ts'

/** Longest value that is read; browsers and proxies cut URLs there too. */
export const valueLengthMax = 2_048

/**
 * What a text may be, the likeliest first: 32 hex digits are an MD5 and a JA3 alike, everything else
 * is one thing or none. Addresses written so that no program follows them (`hxxp://evil[.]example`)
 * are read as meant.
 */
export function typedValues(text: string): TypedValue[] {
  const plain = refanged(text)
  if (plain === '' || plain.length > valueLengthMax) return []
  return (
    hashes(plain) ??
    single(asAddress(plain)) ??
    single(asNetwork(plain)) ??
    single(asEmail(plain)) ??
    single(asUrl(plain)) ??
    single(asDomain(plain)) ??
    []
  )
}

/** The text as a value of this type; undefined where it is none. */
export function valueOfType(text: string, type: IndicatorType): TypedValue | undefined {
  const found = typedValues(text)
  const exact = found.find((one) => one.type === type)
  if (exact) return exact
  // Feeds call both families IP, and a host with a path a domain or a URL.
  if (type === 'url') return asUrl(refanged(text), 'anyHost')
  return undefined
}

/** `hxxps`, `[.]`, `(dot)` and `[:]`, as reports write them. */
function refanged(text: string): string {
  return text
    .trim()
    .replace(/^hxxp/i, 'http')
    .replace(/\[:\]/g, ':')
    .replace(/\s*[[({](?:\.|dot)[\])}]\s*/gi, '.')
    .replace(/\s*[[({](?:@|at)[\])}]\s*/gi, '@')
}

function single(value: TypedValue | undefined): TypedValue[] | undefined {
  return value && [value]
}

const hashTypes: ReadonlyMap<number, readonly IndicatorType[]> = new Map([
  [32, ['md5', 'ja3']],
  [40, ['sha1']],
  [64, ['sha256']],
])

/** FoxIO's JA4: transport, version, SNI, two counts, ALPN, and two hashes cut to 12 digits. */
const ja4Form = /^[tqd](?:[0-9s][0-9])[di]\d{4}[0-9a-z]{2}_[0-9a-f]{12}_[0-9a-f]{12}$/

function hashes(text: string): TypedValue[] | undefined {
  const value = text.toLowerCase()
  if (ja4Form.test(value)) return [{ type: 'ja4', value }]
  if (!/^[0-9a-f]+$/.test(value)) return undefined
  return hashTypes.get(value.length)?.map((type) => ({ type, value }))
}

/** An address, also with a port behind it. IPv6 in the spelling of RFC 5952. */
function asAddress(text: string): TypedValue | undefined {
  const bracketed = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(text)?.[1]
  const plain = bracketed ?? /^([\d.]+):\d{1,5}$/.exec(text)?.[1] ?? text
  if (isIPv4(plain)) return { type: 'ipv4', value: plain }
  if (!isIPv6(plain) || plain.includes('%')) return undefined
  const mapped = /^0{20}ffff/.test(addressKey(plain) ?? '')
  if (mapped) return { type: 'ipv4', value: textOfV4(addressKey(plain) ?? '') }
  return { type: 'ipv6', value: new URL(`http://[${plain}]`).hostname.slice(1, -1) }
}

/** A block by its first address; one of a single address is that address. */
function asNetwork(text: string): TypedValue | undefined {
  const [address = '', bits = ''] = text.split('/')
  const range = addressRange(text)
  const family = isIP(address)
  if (!range || family === 0 || address.includes('%')) return undefined
  if (range.first === range.last) return asAddress(address)
  const first = family === 4 ? textOfV4(range.first) : textOfV6(range.first)
  return { type: 'cidr', value: `${first}/${Number(bits)}` }
}

function textOfV4(key: string): string {
  return (key.slice(24).match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)).join('.')
}

function textOfV6(key: string): string {
  const groups = (key.match(/.{4}/g) ?? []).join(':')
  return new URL(`http://[${groups}]`).hostname.slice(1, -1)
}

function asEmail(text: string): TypedValue | undefined {
  const [, local = '', host = ''] = /^([^\s@/:]{1,64})@([^\s@/]+)$/.exec(text) ?? []
  const domain = asDomain(host)
  return domain && { type: 'email', value: `${local.toLowerCase()}@${domain.value}` }
}

/** With a scheme, or with a path behind a host. Without fragment, and the port where it is the default one. */
function asUrl(text: string, host?: 'anyHost'): TypedValue | undefined {
  const hasScheme = /^https?:\/\//i.test(text)
  // A network with too many bits is no URL.
  if (!hasScheme && /^[\d.]+\/\d+$/.test(text)) return undefined
  if (!hasScheme && host === undefined && !/^[^\s/]+\.[^\s/]+\/\S+$/.test(text)) return undefined
  const url = URL.parse(hasScheme ? text : `http://${text}`)
  if (!url || !(isIP(bare(url.hostname)) || asDomain(url.hostname))) return undefined
  url.hash = ''
  url.username = ''
  url.password = ''
  return { type: 'url', value: url.href }
}

function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '')
}

/** In lower case and as sent over DNS (RFC 5891); `*.` in front means the same as without. */
function asDomain(text: string): TypedValue | undefined {
  const plain = text.replace(/^\*?\./, '').replace(/\.$/, '')
  if (!plain || /[\s/:?#@\\]/.test(plain)) return undefined
  const host = URL.parse(`http://${plain}`)?.hostname ?? ''
  if (isIP(bare(host)) || host.length > 253) return undefined
  const labels = host.split('.')
  const isName = labels.every((label) => /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label))
  // A last label of digits is a cut address (RFC 3696, section 2); one label alone is no name of a host.
  const isHost = labels.length > 1 && !/^\d+$/.test(labels.at(-1) ?? '')
  return isName && isHost ? { type: 'domain', value: host } : undefined
}
