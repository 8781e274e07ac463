import { isIP } from 'node:net'
import { version } from 'step-2-capture'
import type { Alert } from '../alert/alert.ts'
import { isMac } from '../text/is-mac.ts'
import { jsonLineFormat } from './alert-format.ts'

/**
 * Each alert as a document of the Elastic Common Schema 8.17
 * (https://www.elastic.co/guide/en/ecs/8.17/index.html).
 */
export const ecsFormat = jsonLineFormat({
  name: 'ecs',
  extension: 'ecs.ndjson',
  document: ecsDocument,
})

function ecsDocument(alert: Alert) {
  const { technique, capture, source, target } = alert
  const isSimulated = capture.source === 'simulate'
  return {
    '@timestamp': alert.last_seen,
    ecs: { version: '8.17.0' },
    message: alert.title,
    tags: [`source:${capture.source}`, ...(isSimulated ? ['simulated'] : [])],
    event: {
      id: alert.alert_id,
      kind: 'alert',
      category: ['network', 'intrusion_detection'],
      type: ['info'],
      dataset: 'net_anomaly.alert',
      module: 'net_anomaly',
      action: alert.kind,
      reason: alert.title,
      severity: alert.severity_score,
      risk_score: alert.severity_score,
      start: alert.first_seen,
      end: alert.last_seen,
      created: alert.created_at,
    },
    source: endpoint(source),
    ...(target === null
      ? {}
      : {
          destination: {
            ...endpoint(target),
            ...(alert.target_port === null ? {} : { port: alert.target_port }),
          },
        }),
    ...(alert.community_id === null ? {} : { network: { community_id: alert.community_id } }),
    rule: { name: alert.kind, category: alert.detectors.join(' '), description: alert.title },
    ...(technique && {
      threat: {
        framework: 'MITRE ATT&CK',
        technique: { id: [technique.id], name: [technique.name] },
        tactic: { name: [technique.tactic] },
      },
    }),
    observer: {
      product: 'Net Anomaly',
      type: 'ids',
      version,
      ...(alert.sensor === null ? {} : { hostname: alert.sensor }),
      ...(capture.source === 'live' ? { ingress: { interface: { name: capture.name } } } : {}),
    },
    net_anomaly: alert,
  }
}

function endpoint(name: string) {
  if (isIP(name)) return { address: name, ip: name }
  return isMac(name)
    ? { address: name, mac: name.replaceAll(':', '-').toUpperCase() }
    : { address: name }
}
