import { createHash } from 'node:crypto'
import { communityId } from '../../flow/community-id.ts'
import { FlowColumn } from '../../flow/flow-column.ts'
import type { FlowTable } from '../../flow/flow-table.ts'
import type { HostTable } from '../../flow/host-table.ts'
import type { SourceKind } from '../../pcap/source-kind.ts'
import type { Detection } from './detection.ts'
import type { DetectionDraft } from './detection-draft.ts'

export interface CaptureName {
  readonly source: SourceKind
  readonly name: string
}

/** Completes drafts into detections, and numbers them so that the same capture gives the same ids. */
export class DetectionLog {
  #count = 0
  readonly #capture: CaptureName
  readonly #hosts: HostTable
  readonly #flows: FlowTable

  constructor(capture: CaptureName, tables: { hosts: HostTable; flows: FlowTable }) {
    this.#capture = capture
    this.#hosts = tables.hosts
    this.#flows = tables.flows
  }

  get count(): number {
    return this.#count
  }

  /** @param now Traffic time, and flow or -1, of the packet that completed the pattern. */
  complete(draft: DetectionDraft, now: { timeUs: number; flow: number }): Detection {
    const nowUs = now.timeUs
    const { detector, severity, score, confidence, title, model } = draft
    const { kind, technique, recommendation } = draft.kind
    const source = this.#hosts.text(draft.source)
    const target = draft.target === null ? null : this.#hosts.text(draft.target)
    return {
      detection_id: this.#id(kind, source),
      detector,
      kind,
      severity,
      score,
      confidence,
      source,
      target,
      target_port: draft.targetPort ?? null,
      target_group: draft.targetGroup ?? target ?? '',
      first_seen: isoTime(draft.firstUs),
      last_seen: isoTime(nowUs),
      first_seen_epoch: draft.firstUs / 1e6,
      last_seen_epoch: nowUs / 1e6,
      title,
      technique,
      recommendation,
      reasons: [...draft.reasons],
      evidence: [...draft.evidence],
      community_id: this.#communityId(draft, draft.flow ?? now.flow),
      capture: { ...this.#capture },
      raw_score: model?.rawScore ?? null,
      threshold: model?.threshold ?? null,
      model_version: model?.version ?? null,
    }
  }

  #communityId({ source, target }: DetectionDraft, flow: number): string | null {
    if (flow === -1 || target === null) return null
    const column = (index: number) => this.#flows.value(flow, index)
    const originator = column(FlowColumn.originator)
    const responder = column(FlowColumn.responder)
    const isBetween =
      (originator === source && responder === target) ||
      (originator === target && responder === source)
    if (!isBetween) return null
    return communityId({
      protocol: column(FlowColumn.protocol),
      source: this.#hosts.text(originator),
      destination: this.#hosts.text(responder),
      sourcePort: column(FlowColumn.originatorPort),
      destinationPort: column(FlowColumn.responderPort),
    })
  }

  #id(kind: string, source: string): string {
    const { name } = this.#capture
    const text = JSON.stringify([this.#capture.source, name, kind, source, this.#count++])
    return createHash('sha256').update(text).digest('hex').slice(0, 16)
  }
}

/** RFC 3339 in UTC. A capture may claim any time; Date reaches to the year 275760. */
export function isoTime(timeUs: number): string {
  return new Date(Math.min(timeUs / 1000, 8.64e15)).toISOString()
}
