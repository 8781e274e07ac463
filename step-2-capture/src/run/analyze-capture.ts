import { randomInt } from 'node:crypto'
import type { AppError } from 'step-1-skeleton/errors'
import type { PacketSource } from '../capture/packet-source.ts'
import { HostRisk, riskWindowCountMax } from '../detect/fuse/host-risk.ts'
import type { RiskPage } from '../detect/fuse/host-risk-record.ts'
import type { Detection } from '../detect/seam/detection.ts'
import type { Detector } from '../detect/seam/detector.ts'
import type { ObserverFactory } from '../detect/seam/observer.ts'
import { userRulesReport } from '../detect/user-rules/description.ts'
import type { WorkReport } from '../detect/user-rules/work-counts.ts'
import { Engine } from '../engine.ts'
import type { LossProblems } from '../flow/segment-counts.ts'
import { captureProblems, type TimeProblems } from './capture-problems.ts'
import { FlowLog } from './flow-log.ts'
import { PacketFeatureLog } from './packet-feature-log.ts'
import type { PacketNote } from './packet-note.ts'
import { PacketRows } from './recent-packet-rows.ts'
import { type RunOptions, runCapture } from './run-capture.ts'
import { WindowLog } from './window-log.ts'

/** 20,000 detections of 2 to 4 kB are at most 80 MB; further ones are counted, not kept. */
export const reportedCountMax = 20_000

export interface AnalyzeOptions extends Pick<RunOptions, 'onBytes' | 'sinks' | 'onProblem'> {
  /** False alarms an hour of a network with ten hosts: fuses what is stated of each host window. */
  readonly alarmBudget?: number
  readonly detectors: readonly Detector[]
  /** Name of the machine that saw the traffic; `local` by default. */
  readonly sensor?: string
  readonly signal?: AbortSignal
  /** Receives each detection and each update of one at once; the report then leaves them out. */
  readonly onDetection?: (detection: Detection) => void
  /** Receives each host window as a line of `metrics.jsonl`. */
  readonly onWindowLine?: (line: string) => void
  /** Receives each flow as a line of JSON: when it ends, and each half hour while it is open. */
  readonly onFlowLine?: (line: string) => void
  /** Receives the features of each packet as a line of CSV. */
  readonly onPacketFeatureLine?: (line: string) => void
  /** Receives each packet with its verdict; the note is used again for the next. */
  readonly onPacketNote?: (note: PacketNote) => void
}

/** What a capture holds, in the shape that `analyze --format json` prints. */
export interface AnalyzeReport {
  readonly file: string
  readonly packets: number
  /** Malformed ones, those of hosts with a detection, and what a model of packets finds bad. */
  readonly bad_packets: number
  /** Packets that hold neither IP nor ARP, as far as they were decoded: nothing judged them. */
  readonly undecoded: number
  /** Link types of the capture that the decoder does not know; only there where it has some. */
  readonly unknown_link_types?: readonly string[]
  /** What is odd about the times of the packets; each is only there where it is not 0. */
  readonly times?: TimeProblems
  /** What the capture itself lacks; only there where it lacks something. */
  readonly loss?: LossProblems
  /** Traffic time from the first packet to the last. */
  readonly seconds: number
  /** Each in its latest revision, in the order in which they were stated first. */
  readonly detections: readonly Detection[]
  /** Detections beyond `reportedCountMax`. */
  readonly detections_left_out?: number
  /** With a budget: the newest windows of hosts that are alarms within it, see `HostRisk`. */
  readonly host_alarms?: RiskPage
  /** What the user's rules did, and where they reached a limit; only there where there are some. */
  readonly user_rules?: WorkReport
  /** Why reading stopped early; what came before it is in the report. */
  readonly error?: AppError
}

/** Runs the engine over a capture in this thread. The same capture gives the same report. */
export async function analyzeCapture(
  source: PacketSource,
  options: AnalyzeOptions,
): Promise<AnalyzeReport> {
  const { detectors, onDetection, signal = new AbortController().signal } = options
  const { onPacketNote, alarmBudget, sensor } = options
  const detections = new Map<string, Detection>()
  let rows: PacketRows | undefined
  let risk: HostRisk | undefined
  const watchRisk: ObserverFactory = (traffic) => {
    risk = new HostRisk(traffic, source.kind)
    return risk
  }
  let leftOutCount = 0
  const engine = new Engine({
    capture: { source: source.kind, name: source.name },
    detectors,
    ...(sensor === undefined ? {} : { sensor }),
    observers: [...logs(source, options), ...(alarmBudget === undefined ? [] : [watchRisk])],
    seed: randomInt(2 ** 31),
    ...(onPacketNote
      ? {
          onPacket: (packet, frame, isBad) => rows?.note(packet, frame, isBad),
          onRevised: (number) => rows?.revise(number),
        }
      : {}),
    onDetection: (detection) => {
      risk?.note(detection)
      const { detection_id: id, revision } = detection
      if (onDetection) onDetection(detection)
      else if (detections.size < reportedCountMax || detections.has(id))
        detections.set(id, detection)
      else if (revision === 1) leftOutCount++
    },
  })
  if (onPacketNote) rows = new PacketRows(engine, { sink: { add: onPacketNote } })
  const failure = await runCapture(source, engine, { ...options, signal })
  rows?.settle()
  return {
    file: source.name,
    packets: engine.packetCount,
    bad_packets: engine.badCount,
    undecoded: engine.undecodedCount,
    ...captureProblems(engine),
    seconds: engine.packetCount === 0 ? 0 : (engine.timeUs - engine.firstUs) / 1e6,
    detections: [...detections.values()],
    ...(risk && alarmBudget !== undefined ? { host_alarms: alarmsOf(risk, alarmBudget) } : {}),
    ...rulesReport(engine),
    ...(leftOutCount > 0 ? { detections_left_out: leftOutCount } : {}),
    ...(failure ? { error: failure } : {}),
  }
}

function rulesReport({ reports }: Engine): Pick<AnalyzeReport, 'user_rules'> {
  const report = reports.read(userRulesReport)
  return report === undefined || report.rules === 0 ? {} : { user_rules: report }
}

/** What writes down windows, flows and packets. */
function logs(
  source: PacketSource,
  { onWindowLine, onFlowLine, onPacketFeatureLine }: AnalyzeOptions,
): ObserverFactory[] {
  const factories: ObserverFactory[] = []
  if (onWindowLine) {
    factories.push((traffic) => new WindowLog(traffic, source.kind, onWindowLine))
  }
  if (onFlowLine) factories.push((traffic) => new FlowLog(traffic, onFlowLine))
  if (onPacketFeatureLine) {
    factories.push((traffic) => new PacketFeatureLog(traffic, onPacketFeatureLine))
  }
  return factories
}

function alarmsOf(risk: HostRisk, alarmBudget: number): RiskPage {
  const all = { alarms: true, limit: riskWindowCountMax, offset: 0 }
  return risk.page({ ...all, alarm_budget: alarmBudget })
}
