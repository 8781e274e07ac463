import { type FeedEntry, listOf, recordOf, textOf, timeOf } from './feed-entry.ts'
import { namedType } from './named-type.ts'

/** MISP's four levels of threat as a confidence; its JSON has no confidence of its own. */
const confidenceOfLevel: Readonly<Record<string, number>> = { 1: 0.9, 2: 0.7, 3: 0.5 }

/** Types that name what a network shows; the value is in the part of it that counts. */
const partOf: Readonly<Record<string, number>> = {
  'ip-src|port': 0,
  'ip-dst|port': 0,
  'hostname|port': 0,
  'domain|ip': 0,
  'filename|md5': 1,
  'filename|sha1': 1,
  'filename|sha256': 1,
}
const wholeTypes = new Set([
  ...[
    'ip-src',
    'ip-dst',
    'domain',
    'hostname',
    'url',
    'md5',
    'sha1',
    'sha256',
    'email-src',
    'email-dst',
  ],
  ...['ja3-fingerprint-md5', 'ja4-fingerprint'],
])

/**
 * Events of MISP (its core format): attributes that are meant for detection (`to_ids`), also those
 * inside objects. Takes one event, a list of them, and answers of MISP's API.
 */
export function* mispFeed(parsed: unknown): Generator<FeedEntry> {
  for (const event of eventsIn(parsed)) {
    const confidence = confidenceOfLevel[String(event.threat_level_id)]
    const info = textOf(event.info)
    const objects = listOf(event.Object).flatMap((one) => listOf(recordOf(one).Attribute))
    for (const raw of [...listOf(event.Attribute), ...objects]) {
      const attribute = recordOf(raw)
      const type = textOf(attribute.type) ?? ''
      const part = partOf[type]
      if (part === undefined && !wholeTypes.has(type)) continue
      const isMeant = attribute.to_ids !== false && attribute.to_ids !== '0'
      if (!isMeant || attribute.deleted === true) continue
      const value = String(attribute.value ?? '')
      yield {
        text: part === undefined ? value : (value.split('|')[part] ?? ''),
        type: namedType(type),
        threatType: textOf(attribute.category),
        confidence,
        description: textOf(attribute.comment) ?? info,
        firstSeen: timeOf(attribute.first_seen ?? attribute.timestamp),
      }
    }
  }
}

export function isMisp(parsed: unknown): boolean {
  return eventsIn(parsed).length > 0
}

function eventsIn(parsed: unknown): Readonly<Record<string, unknown>>[] {
  const { response = parsed } = recordOf(parsed)
  const list = Array.isArray(response) ? response : [response]
  return list.flatMap((one) => {
    const { Event: event, Attribute: attributes } = recordOf(one)
    if (event !== undefined) return [recordOf(event)]
    return Array.isArray(attributes) ? [recordOf(one)] : []
  })
}
