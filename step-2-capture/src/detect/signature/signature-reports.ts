import { FlowColumn } from '../../flow/flow-column.ts'
import type { Severity } from '../seam/detection.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import { Group, Groups } from '../track/tracker.ts'
import type { SignatureRule } from './rule.ts'
import type { RulePart } from './rule-part.ts'

/** 4,096 groups of a rule, a source and a target, at up to 1 kB, are 4 MB. */
const groupCountMax = 4_096
const forgetAfterSeconds = 3_600
/** As much of the payload as fits in a sentence. */
const excerptLength = 80

const scores: Record<Severity, number> = {
  info: 0.2,
  low: 0.4,
  medium: 0.65,
  high: 0.85,
  critical: 0.97,
}

export interface Finding {
  readonly rule: SignatureRule
  readonly literal: string
  readonly part: RulePart
  /** What was matched, each byte as one character. */
  readonly text: string
}

class Findings extends Group {
  count = 0
  /** The flow that was counted last: a pattern in two of its segments is one finding. */
  lastFlow = -1
  lastPacket = -1
}

/** Groups the matches of a kind between two hosts, and states the first and then each doubling. */
export class SignatureReports {
  readonly #traffic: Traffic
  readonly #detector: string
  readonly #groups: Groups<Findings>
  /** A small number for each kind, as the group's key wants it. */
  readonly #numbers = new Map<string, number>()

  constructor(traffic: Traffic, detector: string) {
    this.#traffic = traffic
    this.#detector = detector
    this.#groups = new Groups({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      create: (key) => new Findings(key, traffic),
    })
  }

  add(finding: Finding): void {
    const { flow, flows, packet } = this.#traffic
    const originator = flows.value(flow, FlowColumn.originator)
    const responder = flows.value(flow, FlowColumn.responder)
    const sender = flows.fromOriginator ? originator : responder
    const receiver = flows.fromOriginator ? responder : originator
    const findings = this.#groups.open({
      host: sender,
      peer: receiver,
      port: this.#numberOf(finding.rule.kind),
    })
    if (findings.lastFlow === flow && findings.lastPacket === packet.index) return
    findings.lastFlow = flow
    findings.lastPacket = packet.index
    findings.count++
    findings.evidence.addPacket(this.#traffic)
    if (findings.isDue(findings.count, 1)) this.#report(findings, finding)
  }

  #numberOf(kind: string): number {
    const known = this.#numbers.get(kind)
    if (known !== undefined) return known
    this.#numbers.set(kind, this.#numbers.size)
    return this.#numbers.size - 1
  }

  #report(findings: Findings, { rule, literal, part, text }: Finding): void {
    const { hosts, flows, flow } = this.#traffic
    const { host, peer, count } = findings
    const shown = excerpt(text, literal)
    const often = count === 1 ? '' : ` ${count} times`
    this.#traffic.emit({
      detector: this.#detector,
      kind: {
        kind: rule.kind,
        technique: rule.technique,
        recommendation: rule.recommendation,
      },
      severity: rule.severity,
      score: scores[rule.severity],
      confidence: 0.9,
      source: host,
      target: peer,
      targetPort: flows.value(flow, FlowColumn.responderPort),
      firstUs: findings.firstUs,
      title: `${hosts.text(host)} sent ${rule.name} to ${hosts.text(peer)}${often}: “${shown}”`,
      reasons: [
        { feature: 'signature', actual: rule.id, typical: 'none', unit: 'rule' },
        { feature: part, actual: shown, typical: 'without it', unit: 'text' },
        { feature: 'matches', actual: count, typical: 0, unit: 'payloads' },
      ],
      evidence: findings.evidence.toReferences(),
    })
  }
}

/** The text around the literal, with what could steer a terminal or a reader replaced by dots. */
function excerpt(text: string, literal: string): string {
  const found = text.toLowerCase().indexOf(literal.toLowerCase())
  const start = Math.max(0, found - excerptLength / 4)
  const part = text.slice(start, start + excerptLength)
  const plain = part.replace(/[^\x20-\x7e]/g, '·').trim()
  return `${start > 0 ? '…' : ''}${plain}${text.length > start + excerptLength ? '…' : ''}`
}
