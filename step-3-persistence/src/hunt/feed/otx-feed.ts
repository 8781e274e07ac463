import { type FeedEntry, listOf, recordOf, textOf, timeOf } from './feed-entry.ts'
import { namedType } from './named-type.ts'

/** Pulses of Open Threat Exchange: one, a list, or an answer of its API. */
export function* otxFeed(parsed: unknown): Generator<FeedEntry> {
  for (const pulse of pulsesIn(parsed)) {
    const threatType = textOf(listOf(pulse.malware_families)[0]) ?? textOf(listOf(pulse.tags)[0])
    for (const raw of listOf(pulse.indicators)) {
      const one = recordOf(raw)
      if (one.is_active === 0 || one.is_active === false) continue
      yield {
        text: String(one.indicator ?? ''),
        type: namedType(textOf(one.type)),
        threatType: textOf(one.role) ?? threatType,
        description: textOf(one.title) ?? textOf(one.description) ?? textOf(pulse.name),
        firstSeen: timeOf(one.created),
      }
    }
  }
}

export function isOtx(parsed: unknown): boolean {
  return pulsesIn(parsed).length > 0
}

function pulsesIn(parsed: unknown): Readonly<Record<string, unknown>>[] {
  const { results = parsed } = recordOf(parsed)
  const list = Array.isArray(results) ? results : [results]
  return list.map(recordOf).filter(({ indicators }) => Array.isArray(indicators))
}
