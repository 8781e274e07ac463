import { z } from '@hono/zod-openapi'
import type { Alert } from '../../alert/alert.ts'
import { visible } from '../../text/visible.ts'
import type { Notification } from './channel.ts'

/** RFC 5322 allows 998 characters a line; a list of mails shows less. */
export const subjectLengthMax = 200
export const messageLengthMax = 20_000

/** Placeholders in double braces are replaced by fields of the alert: `{{title}}`. */
export const template = z.string().max(4_000)

const defaultTemplate = `{{severity}}: {{title}}

Source:     {{source}}
Target:     {{target}}
Seen:       {{first_seen}} to {{last_seen}}, {{count}} times
Technique:  {{technique}}
Confidence: {{confidence}}
Traffic:    {{traffic}}
What to do: {{recommendation}}

Why:
{{reasons}}

{{held}}
Alert {{alert_id}} of the group {{group_key}}`

/** The subject of a mail, or the headline of a message: one line, whatever is in the title. */
export function subjectOf({ severity, title, alert, kind }: Notification): string {
  const marks = [
    severity.toUpperCase(),
    ...(alert?.capture.source === 'simulate' ? ['SIMULATED'] : []),
    ...(kind === 'test' ? ['TEST'] : []),
  ]
  return oneLine(`[${marks.join(' ')}] ${title}`).slice(0, subjectLengthMax)
}

/** The text of a message: plain, with each placeholder of the template replaced by its field. */
export function textOf(notification: Notification, template: string): string {
  const { alert, heldCount, heldBack, title } = notification
  // Behind any template: who wrote one could not know of it.
  const rest = heldBack === undefined ? '' : `\n\n${oneLine(heldBack)}`
  if (!alert) return oneLine(title) + rest
  const fields = fieldsOf(alert, notification.severity, heldCount)
  const text = (template || defaultTemplate).replace(/\{\{(\w+)\}\}/g, (whole, name: string) => {
    return fields.get(name) ?? whole
  })
  return text.slice(0, messageLengthMax - rest.length) + rest
}

/** A Map, so that no placeholder finds what an object inherits. */
function fieldsOf(alert: Alert, severity: string, heldCount: number): Map<string, string> {
  const { technique, capture } = alert
  const port = alert.target_port === null ? '' : `:${alert.target_port}`
  const reasons = alert.reasons.map(
    ({ feature, actual, typical, unit }) => `- ${feature}: ${actual} ${unit} (typical: ${typical})`,
  )
  const fields: [string, string][] = [
    ['severity', severity],
    ['title', alert.title],
    ['kind', alert.kind],
    ['status', alert.status],
    ['source', alert.source],
    ['target', alert.target === null ? 'several or none' : `${alert.target}${port}`],
    ['first_seen', alert.first_seen],
    ['last_seen', alert.last_seen],
    ['count', String(alert.count)],
    ['score', String(alert.score)],
    ['confidence', `${Math.round(alert.confidence * 100)} %`],
    ['technique', technique ? `${technique.id} ${technique.name} (${technique.tactic})` : 'none'],
    ['recommendation', alert.recommendation],
    ['traffic', traffic(capture)],
    ['detectors', alert.detectors.join(', ')],
    ['alert_id', alert.alert_id],
    ['group_key', alert.group_key],
    ['held', heldCount > 0 ? `${heldCount} more detections since the last message` : ''],
  ]
  const lines = fields.map(([name, value]) => [name, oneLine(value)] as const)
  return new Map([...lines, ['reasons', reasons.map(oneLine).join('\n')]])
}

function traffic({ source, name }: Alert['capture']): string {
  if (source === 'simulate') return `SIMULATED, not real (${name})`
  return source === 'live' ? `live on ${name}` : `a replay of ${name}`
}

/** No line break and nothing unseen: texts from the network add no header and no line. */
function oneLine(text: string): string {
  return visible(text.replace(/[\t\r\n]+/g, ' '))
}
