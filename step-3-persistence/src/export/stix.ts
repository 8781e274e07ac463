import { randomUUID } from 'node:crypto'
import { isIP } from 'node:net'
import { jsonLine } from 'step-2-capture'
import type { Alert } from '../alert/alert.ts'
import { isMac } from '../text/is-mac.ts'
import type { AlertFormat } from './alert-format.ts'
import { observableId, stixId } from './stix-id.ts'

/** Objects that several alerts share are written once; 50,000 ids are about 5 MB. */
export const rememberedCountMax = 50_000

type StixObject = Record<string, unknown> & { readonly id: string }

/**
 * Alerts as a bundle of STIX 2.1 (OASIS, 10 June 2021): for each an indicator with the source's
 * address, what was observed, a sighting that joins the two, and the ATT&CK technique. Ids are made
 * from what they name, so a second export updates the first.
 */
export const stixFormat: AlertFormat = {
  name: 'stix',
  contentType: 'application/stix+json;version=2.1',
  extension: 'stix.json',
  start: () => {
    const written = new Set<string>()
    const isNew = ({ id }: StixObject) => {
      if (written.has(id)) return false
      if (written.size < rememberedCountMax) written.add(id)
      return true
    }
    const head = `{"type":"bundle","id":"bundle--${randomUUID()}","objects":[\n`
    return {
      head: `${head}${jsonLine(author)}`,
      entry: (alert) =>
        stixObjects(alert)
          .filter(isNew)
          .map((object) => `,\n${jsonLine(object)}`)
          .join(''),
      tail: '\n]}\n',
    }
  },
}

const author = identity('net-anomaly', 'Net Anomaly')

function identity(key: string, name: string) {
  return {
    type: 'identity',
    spec_version: '2.1',
    id: stixId('identity', key),
    created: '2026-01-01T00:00:00.000Z',
    modified: '2026-01-01T00:00:00.000Z',
    name,
    identity_class: 'system',
  }
}

/** The machine that saw it. */
function sensorObject({ sensor }: Alert): StixObject | undefined {
  return sensor === null ? undefined : identity(`sensor ${sensor}`, sensor)
}

function stixObjects(alert: Alert): StixObject[] {
  const address = addressObject(alert.source)
  const target = alert.target === null ? undefined : addressObject(alert.target)
  if (!address) return []
  const observed = observedData(alert, target ? [address.id, target.id] : [address.id])
  const indicator = indicatorObject(alert, address)
  const attack = attackPattern(alert)
  const sensor = sensorObject(alert)
  return [
    ...(sensor ? [sensor] : []),
    address,
    ...(target ? [target] : []),
    observed,
    indicator,
    sighting(alert, { indicator, observed, sensor }),
    ...(attack ? [attack, indicates(alert, indicator.id, attack.id)] : []),
  ]
}

function common(type: string, name: string, alert: Alert) {
  return {
    type,
    spec_version: '2.1',
    id: stixId(type, name),
    created_by_ref: author.id,
    created: alert.created_at,
    modified: alert.updated_at,
    labels: [`source:${alert.capture.source}`, `family:${alert.family}`],
  }
}

function observedData(alert: Alert, refs: readonly string[]): StixObject {
  return {
    ...common('observed-data', alert.alert_id, alert),
    first_observed: alert.first_seen,
    last_observed: alert.last_seen,
    number_observed: Math.min(alert.count, 999_999_999),
    object_refs: [...new Set(refs)],
  }
}

function indicatorObject(alert: Alert, address: StixObject): StixObject {
  return {
    ...common('indicator', alert.alert_id, alert),
    name: alert.title,
    description: alert.recommendation,
    indicator_types: ['anomalous-activity'],
    pattern: `[${address.type}:value = '${address.value}']`,
    pattern_type: 'stix',
    valid_from: alert.first_seen,
    confidence: Math.round(alert.confidence * 100),
  }
}

interface Sighted {
  readonly indicator: StixObject
  readonly observed: StixObject
  readonly sensor: StixObject | undefined
}

function sighting(alert: Alert, { indicator, observed, sensor }: Sighted): StixObject {
  return {
    ...common('sighting', alert.alert_id, alert),
    first_seen: alert.first_seen,
    last_seen: alert.last_seen,
    count: Math.min(alert.count, 999_999_999),
    sighting_of_ref: indicator.id,
    observed_data_refs: [observed.id],
    ...(sensor ? { where_sighted_refs: [sensor.id] } : {}),
  }
}

function attackPattern({ technique }: Alert): StixObject | undefined {
  if (!technique) return undefined
  return {
    type: 'attack-pattern',
    spec_version: '2.1',
    id: stixId('attack-pattern', technique.id),
    created_by_ref: author.id,
    created: author.created,
    modified: author.modified,
    name: technique.name,
    external_references: [{ source_name: 'mitre-attack', external_id: technique.id }],
  }
}

function indicates(alert: Alert, from: string, to: string): StixObject {
  return {
    ...common('relationship', `${from} ${to}`, alert),
    relationship_type: 'indicates',
    source_ref: from,
    target_ref: to,
  }
}

function addressObject(value: string): (StixObject & { type: string; value: string }) | undefined {
  const family = isIP(value)
  const hasMac = isMac(value)
  if (family === 0 && !hasMac) return undefined
  const type = family === 4 ? 'ipv4-addr' : family === 6 ? 'ipv6-addr' : 'mac-addr'
  const id = observableId(type, value)
  return { type, spec_version: '2.1', id, value: hasMac ? value.toLowerCase() : value }
}
