import { createHash } from 'node:crypto'
import { communityId } from '../../flow/community-id.ts'
import { type FlowId, noFlow } from '../../flow/flow-rows.ts'
import type { HostId } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { isoTimeOfUs } from '../../pcap/iso-time.ts'
import type { SourceKind } from '../../pcap/source-kind.ts'
import { BadPackets } from './bad-packets.ts'
import { statementCheck } from './check-statement.ts'
import type { Detection } from './detection.ts'
import type { DetectionKind, Detector } from './detector.ts'
import { type About, Growth, type Stated } from './growth.ts'
import type { DetectionHandle, Reporter, Statement } from './reporter.ts'
import type { SideReports } from './side-report.ts'
import { type Identity, StatedDetection } from './stated-detection.ts'
import { tempered } from './temper.ts'
import { filledTitle } from './title.ts'

export interface CaptureName {
  readonly source: SourceKind
  readonly name: string
}

export interface DetectionLogOptions {
  readonly capture: CaptureName
  readonly traffic: Traffic
  readonly reports: SideReports
  readonly onDetection: (detection: Detection) => void
  /** An earlier packet, counted from 0, turns out to be bad. */
  readonly onRevised?: (packetNumber: number) => void
}

/** Completes statements into detections, and numbers them so that the same capture gives the same ids. */
export class DetectionLog {
  #count = 0
  readonly #options: DetectionLogOptions
  readonly #growth = new Growth()
  /** Which packets are bad because of what was stated. */
  readonly bad: BadPackets

  constructor(options: DetectionLogOptions) {
    this.#options = options
    this.bad = new BadPackets(options.traffic, options.onRevised)
  }

  /** Detections so far; an update is none. */
  get count(): number {
    return this.#count
  }

  /** Where this detector states what it finds. */
  reporterOf(detector: Detector): Reporter {
    const { reports } = this.#options
    const kindOf = statementCheck(detector)
    return {
      emit: (given) => {
        const known = this.#growth.stated(given.matter, aboutOf(given))
        const { loss } = this.#options.traffic.flows.segments
        const statement = tempered(known ? withEndsOf(known, given) : given, loss)
        return this.#state({ detector, kind: kindOf(statement), statement }, known)
      },
      update: (handle, statement) => {
        const kind = kindOf(statement)
        // Handles come from `emit` alone.
        this.#update(detector, kind, statement, handle as StatedDetection)
        this.#follow(detector, statement, handle)
      },
      offer: (report, read) => reports.offer(report, read, detector.name),
    }
  }

  /** A detector watches no more: what it offers to views goes with it. */
  dismiss(detector: Detector): void {
    this.#growth.dismiss(detector.name)
    this.#options.reports.withdraw(detector.name)
  }

  /** A second of traffic time has passed. */
  onTick(): void {
    this.#growth.onTick(this.#options.traffic.timeUs)
  }

  /** The capture is over, and every detector has judged what was open. */
  onEnd(): void {
    this.#growth.onEnd()
  }

  /** This id will be another host's. */
  onHostEvict(host: HostId): void {
    this.#growth.onHostEvict(host)
    this.bad.onHostEvict(host)
  }

  /** @param known What was stated of it, and is stated further or again. */
  #state(
    { detector, kind, statement }: Omit<Stating, 'identity'>,
    known: Stated | undefined,
  ): StatedDetection {
    // Handles come from `emit` alone.
    const before = known?.handle as StatedDetection | undefined
    if (before) this.#update(detector, kind, statement, before)
    const stated = before ?? this.#emit(detector, kind, statement)
    this.#follow(detector, statement, stated)
    return stated
  }

  /** What was stated may grow, and is stated again when it has. */
  #follow(detector: Detector, statement: Statement, handle: DetectionHandle) {
    const { matter, restate } = statement
    if (!matter) return
    const stated = { handle, detector: detector.name, ...aboutOf(statement), restate }
    this.#growth.add(matter, stated, this.#options.traffic.timeUs)
  }

  #emit(detector: Detector, kind: DetectionKind, statement: Statement): StatedDetection {
    const { onDetection } = this.#options
    const identity = this.#identify(kind.id, statement)
    const detection = this.#complete({ detector, kind, statement, identity })
    this.bad.note(statement, identity.source)
    onDetection(detection)
    return new StatedDetection(detection)
  }

  #update(
    detector: Detector,
    kind: DetectionKind,
    statement: Statement,
    stated: StatedDetection,
  ): void {
    const { identity } = stated
    if (kind.id !== stated.kind) throw new Error(`a ${stated.kind} cannot become a ${kind.id}`)
    const now = this.#complete({ detector, kind, statement, identity })
    const next = stated.next(now)
    if (!next) return
    this.bad.note(statement, identity.source)
    this.#options.onDetection(next)
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
    const { severity, score, confidence, firstUs, evidence, model, remark } = statement
    // It lasts until its last packet at least, which a tracker may not have counted as an event.
    const seenUs = evidence.map(({ time }) => Math.round(time * 1e6))
    const lastUs = Math.max(statement.lastUs ?? traffic.timeUs, ...seenUs)
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
      title: filledTitle(kind.title, { ...statement.values, ...names }) + (remark ?? ''),
      technique: statement.technique === undefined ? kind.technique : statement.technique,
      recommendation: statement.recommend ?? kind.recommend,
      reasons: [...statement.reasons],
      evidence: [...evidence],
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

/** What is stated again is between the hosts of before: the current flow is any, or none. */
function withEndsOf({ source, target, targetPort }: Stated, statement: Statement): Statement {
  return { ...statement, source, target, ...(targetPort === undefined ? {} : { targetPort }) }
}

function aboutOf({ kind, source, target, targetPort, targetGroup }: Statement): About {
  return { kind, source, target, targetPort, targetGroup }
}
