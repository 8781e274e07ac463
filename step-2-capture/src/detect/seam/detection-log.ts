import { createHash } from 'node:crypto'
import { communityId } from '../../flow/community-id.ts'
import { type FlowId, noFlow } from '../../flow/flow-rows.ts'
import { HostColumn, type HostId } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import type { SourceKind } from '../../pcap/source-kind.ts'
import type { Detection } from './detection.ts'
import type { DetectionDraft } from './detection-draft.ts'
import type { DetectionKind, Detector } from './detector.ts'
import type { DetectionHandle, Reporter, Statement } from './reporter.ts'
import type { SideReports } from './side-report.ts'
import { filledTitle } from './title.ts'

const draftFamilies: Record<string, 'model' | 'signature'> = {
  window_model: 'model',
  sequence_model: 'model',
  packet_model: 'model',
  signatures: 'signature',
}

/** Packets of a detection's source stay bad for the length of a window after it. */
const accusationUs = 10_000_000

export interface CaptureName {
  readonly source: SourceKind
  readonly name: string
}

export interface DetectionLogOptions {
  readonly capture: CaptureName
  /** Name of the machine that saw the traffic. */
  readonly sensor: string
  readonly traffic: Traffic
  readonly reports: SideReports
  readonly onDetection: (detection: Detection) => void
}

/** What a log keeps of a detection: its id, and how often it was stated. */
class StatedDetection implements DetectionHandle {
  revision = 1
  readonly detectionId: string

  constructor(detectionId: string) {
    this.detectionId = detectionId
  }
}

/** Completes statements into detections, and numbers them so that the same capture gives the same ids. */
export class DetectionLog {
  #count = 0
  readonly #options: DetectionLogOptions

  constructor(options: DetectionLogOptions) {
    this.#options = options
  }

  /** Detections so far; an update is none. */
  get count(): number {
    return this.#count
  }

  /** Where this detector states what it finds. */
  reporterOf(detector: Detector): Reporter {
    const { reports } = this.#options
    const kinds = new Map(detector.kinds.map((kind) => [kind.id, kind]))
    const send = (statement: Statement, handle: StatedDetection | undefined) => {
      const kind = kinds.get(statement.kind)
      if (!kind) throw new Error(`${detector.name} declares no kind ${statement.kind}`)
      const stated = handle ?? new StatedDetection(this.#nextId(kind.id, statement.source))
      this.#send(detector, kind, statement, stated)
      return stated
    }
    return {
      emit: (statement) => send(statement, undefined),
      update: (handle, statement) => {
        // Handles come from `emit` alone.
        const stated = handle as StatedDetection
        stated.revision++
        send(statement, stated)
      },
      offer: (report, read) => reports.offer(report, read),
    }
  }

  /** The same for a detector that is not described yet. */
  emitDraft({ detector, kind, title, ...rest }: DetectionDraft): void {
    const described = { name: detector, family: draftFamilies[detector] ?? 'behaviour' }
    const whole = {
      id: kind.kind,
      title: '{text}',
      technique: kind.technique,
      recommend: kind.recommendation,
    }
    const stated = new StatedDetection(this.#nextId(kind.kind, rest.source))
    const statement = { ...rest, kind: kind.kind, values: { text: title } }
    this.#send(described as Detector, whole, statement, stated)
  }

  #send(detector: Detector, kind: DetectionKind, statement: Statement, stated: StatedDetection) {
    const { capture, sensor, traffic, onDetection } = this.#options
    const { hosts, timeUs } = traffic
    const { severity, score, confidence, targetPort, firstUs, lastUs = timeUs, model } = statement
    const source = hosts.text(statement.source)
    const target = statement.target === null ? null : hosts.text(statement.target)
    const names = { source, target: target ?? '', target_port: targetPort ?? '' }
    hosts.set(statement.source, HostColumn.accusedUntilUs, timeUs + accusationUs)
    onDetection({
      detection_id: stated.detectionId,
      revision: stated.revision,
      detector: detector.name,
      family: detector.family,
      kind: kind.id,
      severity,
      score,
      confidence,
      source,
      target,
      target_port: targetPort ?? null,
      target_group: statement.targetGroup ?? target ?? '',
      first_seen: isoTime(firstUs),
      last_seen: isoTime(lastUs),
      first_seen_epoch: firstUs / 1e6,
      last_seen_epoch: lastUs / 1e6,
      title: filledTitle(kind.title, { ...statement.values, ...names }),
      technique: statement.technique === undefined ? kind.technique : statement.technique,
      recommendation: statement.recommend ?? kind.recommend,
      reasons: [...statement.reasons],
      evidence: [...statement.evidence],
      community_id: this.#communityId(statement, statement.flow ?? traffic.flow),
      sensor,
      capture: { ...capture },
      raw_score: model?.rawScore ?? null,
      threshold: model?.threshold ?? null,
      model_version: model?.version ?? null,
    })
  }

  #communityId({ source, target }: Statement, flow: FlowId): string | null {
    if (flow === noFlow || target === null) return null
    const { flows, hosts } = this.#options.traffic
    const originator = flows.originator(flow)
    const responder = flows.responder(flow)
    const isBetween =
      (originator === source && responder === target) ||
      (originator === target && responder === source)
    if (!isBetween) return null
    return communityId({
      protocol: flows.protocol(flow),
      source: hosts.text(originator),
      destination: hosts.text(responder),
      sourcePort: flows.originatorPort(flow),
      destinationPort: flows.responderPort(flow),
    })
  }

  #nextId(kind: string, source: HostId): string {
    const { capture, traffic } = this.#options
    const host = traffic.hosts.text(source)
    const text = JSON.stringify([capture.source, capture.name, kind, host, this.#count++])
    return createHash('sha256').update(text).digest('hex').slice(0, 16)
  }
}

/** RFC 3339 in UTC. A capture may claim any time; Date reaches to the year 275760. */
export function isoTime(timeUs: number): string {
  return new Date(Math.min(timeUs / 1000, 8.64e15)).toISOString()
}
