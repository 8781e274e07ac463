import { createHash } from 'node:crypto'
import { communityId } from '../../flow/community-id.ts'
import { type FlowId, noFlow } from '../../flow/flow-rows.ts'
import { HostColumn, type HostId } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { isoTimeOfUs } from '../../pcap/iso-time.ts'
import type { SourceKind } from '../../pcap/source-kind.ts'
import type { Detection } from './detection.ts'
import type { DetectionKind, Detector } from './detector.ts'
import type { DetectionHandle, Reporter, Statement } from './reporter.ts'
import type { SideReports } from './side-report.ts'
import { grown, type Standing, standingOf } from './standing.ts'
import { filledTitle } from './title.ts'

/** Packets of a detection's source stay bad for the length of a window after it. */
const badForUs = 10_000_000

export interface CaptureName {
  readonly source: SourceKind
  readonly name: string
}

export interface DetectionLogOptions {
  readonly capture: CaptureName
  readonly traffic: Traffic
  readonly reports: SideReports
  readonly onDetection: (detection: Detection) => void
}

/** What an update cannot change. */
type Identity = Pick<
  Detection,
  'detection_id' | 'source' | 'target' | 'target_port' | 'target_group' | 'community_id'
>

/** What a log keeps of a detection that may be updated: some 300 B, as long as its detector keeps it. */
class StatedDetection implements DetectionHandle {
  readonly detectionId: string
  readonly kind: string
  readonly identity: Identity
  standing: Standing

  constructor(detection: Detection) {
    const { detection_id, kind, source, target, target_port, target_group, community_id } =
      detection
    this.detectionId = detection_id
    this.kind = kind
    this.identity = { detection_id, source, target, target_port, target_group, community_id }
    this.standing = standingOf(detection)
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
    const kindOf = (statement: Statement) => {
      const kind = kinds.get(statement.kind)
      if (!kind) throw new Error(`${detector.name} declares no kind ${statement.kind}`)
      return kind
    }
    return {
      emit: (statement) => this.#emit(detector, kindOf(statement), statement),
      update: (handle, statement) => {
        // Handles come from `emit` alone.
        this.#update(detector, kindOf(statement), statement, handle as StatedDetection)
      },
      offer: (report, read) => reports.offer(report, read, detector.name),
    }
  }

  /** A detector watches no more: what it offers to views goes with it. */
  dismiss(detector: Detector): void {
    this.#options.reports.withdraw(detector.name)
  }

  #emit(detector: Detector, kind: DetectionKind, statement: Statement): StatedDetection {
    const { onDetection, traffic } = this.#options
    const identity = this.#identify(kind.id, statement)
    const detection = this.#complete({ detector, kind, statement, identity })
    traffic.hosts.set(statement.source, HostColumn.badUntilUs, traffic.timeUs + badForUs)
    onDetection(detection)
    return new StatedDetection(detection)
  }

  #update(
    detector: Detector,
    kind: DetectionKind,
    statement: Statement,
    stated: StatedDetection,
  ): void {
    const { identity, standing } = stated
    if (kind.id !== stated.kind) throw new Error(`a ${stated.kind} cannot become a ${kind.id}`)
    const now = this.#complete({ detector, kind, statement, identity })
    const detection = { ...now, ...grown(standing, now) }
    stated.standing = standingOf(detection)
    this.#markBad(statement.source, detection)
    this.#options.onDetection(detection)
  }

  /** An update may speak of the past, and the id of its host may be another's by now. */
  #markBad(host: HostId, { source, last_seen_epoch }: Detection): void {
    const { hosts } = this.#options.traffic
    if (hosts.text(host) !== source) return
    const untilUs = last_seen_epoch * 1e6 + badForUs
    const knownUs = hosts.value(host, HostColumn.badUntilUs)
    hosts.set(host, HostColumn.badUntilUs, Math.max(knownUs, untilUs))
  }

  #identify(kind: string, statement: Statement): Identity {
    const { hosts, flow } = this.#options.traffic
    const source = hosts.text(statement.source)
    const target = statement.target === null ? null : hosts.text(statement.target)
    return {
      detection_id: this.#nextId(kind, source),
      source,
      target,
      target_port: statement.targetPort ?? null,
      target_group: statement.targetGroup ?? target ?? '',
      community_id: this.#communityId(statement, statement.flow ?? flow),
    }
  }

  #complete({ detector, kind, statement, identity }: Stating): Detection {
    const { capture, traffic } = this.#options
    const { severity, score, confidence, firstUs, lastUs = traffic.timeUs, model } = statement
    const { detection_id, source, target, target_port, target_group, community_id } = identity
    const names = { source, target: target ?? '', target_port: `${target_port ?? ''}` }
    return {
      detection_id,
      revision: 1,
      detector: detector.name,
      family: detector.family,
      kind: kind.id,
      severity,
      score,
      confidence,
      source,
      target,
      target_port,
      target_group,
      first_seen: isoTimeOfUs(firstUs),
      last_seen: isoTimeOfUs(lastUs),
      first_seen_epoch: firstUs / 1e6,
      last_seen_epoch: lastUs / 1e6,
      title: filledTitle(kind.title, { ...statement.values, ...names }),
      technique: statement.technique === undefined ? kind.technique : statement.technique,
      recommendation: statement.recommend ?? kind.recommend,
      reasons: [...statement.reasons],
      evidence: [...statement.evidence],
      community_id,
      sensor: traffic.sensor,
      capture: { ...capture },
      raw_score: model?.rawScore ?? null,
      threshold: model?.threshold ?? null,
      model_version: model?.version ?? null,
    }
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

  #nextId(kind: string, source: string): string {
    const { capture } = this.#options
    const text = JSON.stringify([capture.source, capture.name, kind, source, this.#count++])
    return createHash('sha256').update(text).digest('hex').slice(0, 16)
  }
}

interface Stating {
  readonly detector: Detector
  readonly kind: DetectionKind
  readonly statement: Statement
  readonly identity: Identity
}
