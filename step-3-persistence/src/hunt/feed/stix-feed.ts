import type { IndicatorType } from '../indicator/indicator.ts'
import { type FeedEntry, listOf, recordOf, shareOf, textOf, timeOf } from './feed-entry.ts'

/** A comparison of a STIX pattern: `ipv4-addr:value = '192.0.2.1'` (STIX 2.1, section 9.6). */
const comparison = /([a-z0-9-]+):([a-z_0-9.'"-]+?)\s*(=|ISSUBSET)\s*'((?:[^'\\]|\\.)*)'/gi

const objectTypes: Readonly<Record<string, IndicatorType | 'address'>> = {
  'ipv4-addr:value': 'address',
  'ipv6-addr:value': 'address',
  'network-traffic:dst_ref.value': 'address',
  'network-traffic:src_ref.value': 'address',
  'domain-name:value': 'domain',
  'url:value': 'url',
  'email-addr:value': 'email',
  'file:hashes.md5': 'md5',
  'file:hashes.sha-1': 'sha1',
  'file:hashes.sha1': 'sha1',
  'file:hashes.sha-256': 'sha256',
  'file:hashes.sha256': 'sha256',
}

/**
 * Indicators of a STIX 2.1 bundle whose pattern is one comparison or several joined by OR. What is
 * revoked or no longer valid is left out; a pattern with AND would match too much by its parts, so
 * it counts as refused.
 */
export function* stixFeed(parsed: unknown, now: Date): Generator<FeedEntry> {
  for (const raw of listOf(recordOf(parsed).objects)) {
    const object = recordOf(raw)
    if (object.type !== 'indicator' || object.revoked === true) continue
    const until = Date.parse(textOf(object.valid_until) ?? '')
    if (until <= now.getTime()) continue
    const pattern = textOf(object.pattern) ?? ''
    const stated = {
      threatType: textOf(listOf(object.indicator_types)[0]),
      confidence: shareOf(percent(object.confidence)),
      description: textOf(object.name) ?? textOf(object.description),
      firstSeen: timeOf(object.valid_from),
    }
    for (const part of comparisons(pattern)) yield { ...part, ...stated }
  }
}

export function isStix(parsed: unknown): boolean {
  return recordOf(parsed).type === 'bundle'
}

/** STIX counts in percent, so that 1 is one of a hundred. */
function percent(confidence: unknown): number | undefined {
  return typeof confidence === 'number' ? confidence / 100 : undefined
}

function comparisons(pattern: string): FeedEntry[] {
  const bare = pattern.replace(/'(?:[^'\\]|\\.)*'/g, "''")
  if (/\b(?:AND|NOT|FOLLOWEDBY|MATCHES|LIKE)\b/i.test(bare)) return [{ text: '' }]
  return [...pattern.matchAll(comparison)].map(([, object = '', path = '', , value = '']) => {
    const key = `${object}:${path}`.toLowerCase().replaceAll(/['"]/g, '')
    const type = Object.hasOwn(objectTypes, key) ? objectTypes[key] : undefined
    // What is about processes, registries and the like no network shows.
    if (type === undefined) return { text: '' }
    const text = value.replace(/\\(.)/g, '$1')
    return type === 'address' ? { text } : { text, type }
  })
}
