import { isIP } from 'node:net'
import { type Severity, version } from 'step-2-capture'
import type { Alert } from '../alert/alert.ts'
import { isMac } from '../text/is-mac.ts'
import { visible } from '../text/visible.ts'
import { lineFormat } from './alert-format.ts'

/** CEF counts from 0 to 10. */
const cefSeverity: Readonly<Record<Severity, number>> = {
  info: 1,
  low: 3,
  medium: 5,
  high: 8,
  critical: 10,
}

/** A line of ArcSight's Common Event Format, revision 25, for each alert. */
export const cefFormat = lineFormat({
  name: 'cef',
  contentType: 'text/plain; charset=utf-8',
  extension: 'cef',
  line: cefLine,
})

function cefLine(alert: Alert): string {
  const header = ['CEF:0', 'Net Anomaly', 'net-anomaly', version, alert.kind, alert.title]
  const fields = extension(alert).map(([name, value]) => `${name}=${escapeValue(String(value))}`)
  const start = [...header.map(escapeHeader), cefSeverity[alert.severity]].join('|')
  return `${start}|${fields.join(' ')}`
}

function extension(alert: Alert): [name: string, value: string | number][] {
  const { technique, target, target_port } = alert
  return [
    ['rt', Math.round(alert.last_seen_epoch * 1000)],
    ['start', Math.round(alert.first_seen_epoch * 1000)],
    ['end', Math.round(alert.last_seen_epoch * 1000)],
    ...(alert.sensor === null ? [] : [['dvchost', alert.sensor] as [string, string]]),
    ['externalId', alert.alert_id],
    ['cnt', alert.count],
    ...endpoint(alert.source, { v4: 'src', v6: 'c6a2', mac: 'smac', name: 'shost' }),
    ...(target === null
      ? []
      : endpoint(target, { v4: 'dst', v6: 'c6a3', mac: 'dmac', name: 'dhost' })),
    ...(target_port === null ? [] : [['dpt', target_port] as [string, number]]),
    ['cs1Label', 'captureSource'],
    ['cs1', alert.capture.source],
    ['cs2Label', 'captureName'],
    ['cs2', alert.capture.name],
    ...(technique
      ? ([
          ['cs3Label', 'attackTechnique'],
          ['cs3', technique.id],
        ] as [string, string][])
      : []),
    ['cs4Label', 'detectorFamily'],
    ['cs4', alert.family],
    ['cfp1Label', 'score'],
    ['cfp1', alert.score],
    ['msg', alert.recommendation],
  ]
}

interface EndpointNames {
  readonly v4: string
  readonly v6: string
  readonly mac: string
  readonly name: string
}

function endpoint(value: string, names: EndpointNames): [name: string, value: string][] {
  const family = isIP(value)
  if (family === 4) return [[names.v4, value]]
  if (family === 6) {
    return [
      [
        `${names.v6}Label`,
        names.v6 === 'c6a2' ? 'Source IPv6 Address' : 'Destination IPv6 Address',
      ],
      [names.v6, value],
    ]
  }
  return [[isMac(value) ? names.mac : names.name, value]]
}

/** A line break would start a line of its own. */
function escapeHeader(text: string): string {
  return visible(text)
    .replace(/[\\|]/g, '\\$&')
    .replace(/[\t\r\n]+/g, ' ')
}

function escapeValue(text: string): string {
  return visible(text)
    .replace(/[\\=]/g, '\\$&')
    .replace(/\r\n|[\r\n]/g, '\\n')
    .replace(/\t/g, ' ')
}
