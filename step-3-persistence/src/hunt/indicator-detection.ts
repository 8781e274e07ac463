import { createHash } from 'node:crypto'
import type { Detection, FlowBatch, ReportedRecord } from 'step-2-capture'
import type { FlowMatch } from './match-flow.ts'
import { matchSeverity } from './match-severity.ts'

export const matchDetector = 'threat_intelligence'
export const matchKind = 'known_indicator'
const dnsPorts = new Set([53, 5_353])

/** What a match says of a flow, as a detection: the score is the feed's confidence. */
export function detectionOf(
  { place, indicator }: FlowMatch,
  flow: ReportedRecord,
  { sensor, capture }: Pick<FlowBatch, 'sensor' | 'capture'>,
): Detection {
  const { value, type, feed, confidence, threat_type, description } = indicator
  const isInbound = place === 'source'
  const isQuestion = place === 'name' && dnsPorts.has(flow.dst_port)
  const isAnswered = flow.payload_bytes_received > 0
  const circumstances = { place, confidence, isInbound, isAnswered, isQuestion }
  const [source, other] = isInbound ? [flow.dst_ip, flow.src_ip] : [flow.src_ip, flow.dst_ip]
  // The resolver that was asked for a name is not the one that is bad.
  const target = isQuestion ? null : other
  const verb = isInbound ? 'was contacted by' : isQuestion ? 'asked DNS for' : verbs[place]
  const named = value === other || isQuestion ? value : `${value} (${other})`
  return {
    detection_id: idOf([
      capture.source,
      capture.name,
      flow.community_id,
      flow.first_seen,
      feed,
      type,
      value,
    ]),
    revision: 1,
    detector: matchDetector,
    family: 'signature',
    kind: matchKind,
    severity: matchSeverity(circumstances),
    score: confidence,
    confidence,
    source,
    target,
    target_port: isInbound || isQuestion ? null : flow.dst_port,
    target_group: value,
    first_seen: flow.first_seen,
    last_seen: flow.last_seen,
    first_seen_epoch: Date.parse(flow.first_seen) / 1000,
    last_seen_epoch: Date.parse(flow.last_seen) / 1000,
    title: `${source} ${verb} ${named}, which the feed ${feed} lists as ${threat_type}`,
    technique: isInbound ? null : commandAndControl,
    recommendation:
      'See which program on the host speaks to it, and what the feed says; where it is wrong, take the indicator out or suppress it with a reason.',
    reasons: [
      { feature: type, actual: value, typical: 'in no feed', unit: '' },
      { feature: 'feed_confidence', actual: confidence, typical: 0, unit: '' },
      ...(description === ''
        ? []
        : [{ feature: 'feed_says', actual: description, typical: '', unit: '' }]),
    ],
    evidence: [],
    community_id: flow.community_id,
    sensor,
    capture,
    raw_score: null,
    threshold: null,
    model_version: null,
  }
}

const verbs = {
  source: 'was contacted by',
  target: 'contacted',
  name: 'contacted',
  url: 'requested',
  fingerprint: 'has the TLS fingerprint',
} as const

const commandAndControl = {
  id: 'T1071',
  name: 'Application Layer Protocol',
  tactic: 'command-and-control',
}

/** The same flow and the same indicator have the same id, so a second report counts nothing. */
function idOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)
}
