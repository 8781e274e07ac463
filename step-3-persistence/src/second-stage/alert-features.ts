import { severityRank } from 'step-2-capture'
import type { AlertRecord } from '../alert/fold-detections.ts'

/** What is known of an alert without the names of hosts, networks and captures. */
export type DescribedAlert = Pick<
  AlertRecord,
  'kind' | 'family' | 'detected' | 'score' | 'confidence' | 'count' | 'detectors' | 'target_port'
> &
  Pick<AlertRecord, 'first_seen_epoch' | 'last_seen_epoch'>

/** 64 kinds with a weight each; the rarer ones share the weights of their family. */
export const kindCountMax = 64

/** Fewer decisions about a kind say nothing of it. */
const kindDecisionCountMin = 2

/** Kinds that get a weight of their own, the most frequent first. */
export function kindsOf(alerts: readonly DescribedAlert[]): string[] {
  const counts = new Map<string, number>()
  for (const { kind } of alerts) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts]
    .filter(([, count]) => count >= kindDecisionCountMin)
    .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
    .slice(0, kindCountMax)
    .map(([kind]) => kind)
}

/** Names of the features, in the order of `featuresOf`. */
export function featureNames(kinds: readonly string[]): string[] {
  return [...Object.keys(general), ...kinds.map((kind) => `kind ${kind}`)]
}

/** Numbers of 0 to 1, in the order of `featureNames`. */
export function featuresOf(alert: DescribedAlert, kinds: readonly string[]): number[] {
  const values = Object.values(general).map((feature) => feature(alert))
  return [...values, ...kinds.map((kind) => Number(alert.kind === kind))]
}

/** 1,024 detections, and a day, are as many and as long as it gets. */
const doublings = 10
const daySeconds = 86_400

/** Score and confidence come from the first stage, which needs no decisions. */
const general: Readonly<Record<string, (alert: DescribedAlert) => number>> = {
  'family model': ({ family }) => Number(family === 'model'),
  'family signature': ({ family }) => Number(family === 'signature'),
  severity: ({ detected }) => severityRank(detected) / 4,
  score: ({ score }) => score,
  confidence: ({ confidence }) => confidence,
  detections: ({ count }) => Math.min(1, Math.log2(Math.max(1, count)) / doublings),
  'several detectors': ({ detectors }) => Number(detectors.length > 1),
  'a port': ({ target_port }) => Number(target_port !== null),
  'a port below 1024': ({ target_port }) => Number(target_port !== null && target_port < 1_024),
  duration: ({ first_seen_epoch: first, last_seen_epoch: last }) =>
    Math.min(1, Math.log1p(Math.max(0, last - first)) / Math.log1p(daySeconds)),
}
