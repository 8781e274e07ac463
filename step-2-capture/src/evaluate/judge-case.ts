import { severityRank } from '../detect/seam/detection.ts'
import type { AnalyzeReport } from '../run/analyze-capture.ts'
import type { FlowRecord } from '../run/flow-record.ts'
import type { WrittenCase } from './written-case.ts'

/** What was seen of a case: `analyzeCapture`, and each flow as it ended. */
export interface SeenCase {
  readonly report: AnalyzeReport
  readonly flows: readonly FlowRecord[]
}

/** A sentence for each thing about a case that is not as it should be; none where it is right. */
export function judgeCase(wanted: WrittenCase, seen: SeenCase): string[] {
  const { report } = seen
  return [
    ...judgeDetections(wanted, report),
    ...judgeFlows(wanted.flows ?? {}, seen.flows),
    ...compare('packets not judged', report.undecoded, wanted.undecoded),
    ...compare('invalid times', report.times?.invalid ?? 0, wanted.invalidTimes),
  ]
}

function judgeDetections(wanted: WrittenCase, { detections }: AnalyzeReport): string[] {
  const wrong: string[] = []
  const alarms = detections.filter(({ severity }) => isAtLeast(severity, 'medium'))
  for (const kind of wanted.finds ?? []) {
    const sources = alarms.filter((one) => one.kind === kind).map(({ source }) => source)
    if (sources.length === 0) wrong.push(`${kind} is not found`)
    else if (wanted.source !== undefined && !sources.includes(wanted.source))
      wrong.push(`${kind} is said of ${sources[0]}, not of ${wanted.source}`)
  }
  const { staysBelow, never = [], detectionSecondsMin } = wanted
  for (const { severity, kind, title } of detections) {
    if (never.includes(kind) || (staysBelow && isAtLeast(severity, staysBelow)))
      wrong.push(`${severity}: ${title}`)
  }
  if (detectionSecondsMin !== undefined) {
    const first = Math.min(...detections.map((one) => one.first_seen_epoch))
    const last = Math.max(...detections.map((one) => one.last_seen_epoch))
    if (!(last - first >= detectionSecondsMin)) wrong.push(`the last is seen at ${last - first} s`)
  }
  return wrong
}

function judgeFlows(
  wanted: NonNullable<WrittenCase['flows']>,
  flows: readonly FlowRecord[],
): string[] {
  const wrong = compare('flows', flows.length, wanted.count)
  for (const flow of flows) {
    wrong.push(...compare('the source of a flow', flow.src_ip, wanted.source))
    wrong.push(...compare('the source port of a flow', flow.src_port, wanted.sourcePort))
    wrong.push(...compare('retransmissions', flow.retransmissions, wanted.retransmissions))
    if (wanted.states && !wanted.states.includes(flow.state))
      wrong.push(`the state of a flow is ${flow.state}, not ${wanted.states.join(' or ')}`)
  }
  return wrong
}

function compare<T extends string | number>(what: string, actual: T, wanted?: T): string[] {
  return wanted === undefined || actual === wanted ? [] : [`${what}: ${actual}, not ${wanted}`]
}

type Severity = AnalyzeReport['detections'][number]['severity']

function isAtLeast(severity: Severity, from: Severity): boolean {
  return severityRank(severity) >= severityRank(from)
}
