import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import { type Severity, version } from 'step-2-capture'
import type { Alert } from '../alert/alert.ts'
import { jsonLineFormat } from './alert-format.ts'

/** Suricata counts down: 1 is the gravest. */
const eveSeverity: Readonly<Record<Severity, number>> = {
  critical: 1,
  high: 1,
  medium: 2,
  low: 3,
  info: 4,
}

/**
 * Each alert as an event of Suricata's EVE log
 * (https://docs.suricata.io/en/latest/output/eve/eve-json-format.html), so that what reads those
 * reads these. What EVE has no field for stands under `net_anomaly`.
 */
export const eveFormat = jsonLineFormat({
  name: 'eve',
  extension: 'eve.json',
  document: eveEvent,
})

function eveEvent(alert: Alert) {
  const { technique, capture } = alert
  return {
    timestamp: eveTime(alert.last_seen_epoch),
    event_type: 'alert',
    ...(alert.sensor === null ? {} : { host: alert.sensor }),
    ...(isIP(alert.source) ? { src_ip: alert.source } : { ether: { src_mac: alert.source } }),
    ...(alert.target !== null && isIP(alert.target) ? { dest_ip: alert.target } : {}),
    ...(alert.target_port === null ? {} : { dest_port: alert.target_port }),
    ...(alert.community_id === null ? {} : { community_id: alert.community_id }),
    ...(capture.source === 'live' ? { in_iface: capture.name } : {}),
    ...(capture.source === 'pcap' ? { pcap_filename: capture.name } : {}),
    alert: {
      action: 'allowed',
      gid: 1,
      signature_id: signatureId(alert.kind),
      rev: 1,
      signature: alert.title,
      category: alert.kind,
      severity: eveSeverity[alert.severity],
      metadata: {
        capture_source: [capture.source],
        detector_family: [alert.family],
        confidence: [alert.confidence >= 0.8 ? 'High' : alert.confidence >= 0.5 ? 'Medium' : 'Low'],
        ...(technique && {
          mitre_technique_id: [technique.id],
          mitre_technique_name: [technique.name.replaceAll(' ', '_')],
          mitre_tactic_name: [technique.tactic.replaceAll(' ', '_')],
        }),
      },
    },
    net_anomaly: { version, ...alert },
  }
}

/** EVE writes microseconds and an offset without a colon. */
function eveTime(epochSeconds: number): string {
  const micros = Math.round((epochSeconds - Math.floor(epochSeconds)) * 1e6)
  const seconds = new Date(Math.floor(epochSeconds) * 1000).toISOString().slice(0, -5)
  return `${seconds}.${String(Math.min(micros, 999_999)).padStart(6, '0')}+0000`
}

/** The same number for the same kind, above the ids that Suricata's rule sets use. */
function signatureId(kind: string): number {
  return 3_000_000_000 + (createHash('sha256').update(kind).digest().readUInt32BE() % 1_000_000_000)
}
