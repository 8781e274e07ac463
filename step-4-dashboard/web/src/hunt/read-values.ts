/** Each value asks the server twice; a report of an incident names fewer. */
export const valueCountMax = 50

export type ValueKind =
  | 'address'
  | 'block'
  | 'community ID'
  | 'MAC address'
  | 'hash'
  | 'technique'
  | 'name'

export interface HuntedValue {
  readonly value: string
  readonly kind: ValueKind
}

const kinds: readonly (readonly [ValueKind, RegExp])[] = [
  ['block', /^[\d.]+\/\d{1,2}$|^[\da-f:]*:[\da-f:]*\/\d{1,3}$/i],
  ['MAC address', /^(?:[\da-f]{2}:){5}[\da-f]{2}$/i],
  ['community ID', /^1:[\w+/]{27}=$/],
  ['address', /^\d{1,3}(?:\.\d{1,3}){3}$|^[\da-f:]*:[\da-f]*:[\da-f:.]*$/i],
  ['hash', /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64})$/i],
  ['technique', /^T\d{4}(?:\.\d{3})?$/],
]

/**
 * The values of a text, each once: by lines, commas or spaces. Reports write addresses so that
 * nothing opens them (`hxxp://198[.]51[.]100[.]7/x`); they are read as they are meant.
 */
export function readValues(text: string): HuntedValue[] {
  const parts = text
    .split(/[\s,;]+/)
    .map(refanged)
    .filter(Boolean)
  return [...new Set(parts)].map((value) => ({ value, kind: kindOf(value) }))
}

function refanged(text: string): string {
  const plain = text
    .replaceAll('[.]', '.')
    .replaceAll('[:]', ':')
    .replace(/^hxxp/i, 'http')
    .replace(/^["'<(]+|["'>).]+$/g, '')
  return /^https?:\/\//i.test(plain) ? (hostOf(plain) ?? plain) : plain
}

function hostOf(address: string): string | undefined {
  try {
    return new URL(address).hostname.replace(/^\[|\]$/g, '')
  } catch {
    return undefined
  }
}

function kindOf(value: string): ValueKind {
  return kinds.find(([, pattern]) => pattern.test(value))?.[0] ?? 'name'
}
