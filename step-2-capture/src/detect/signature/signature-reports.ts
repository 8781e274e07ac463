import type { Traffic } from '../../flow/traffic.ts'
import type { Reporter } from '../seam/reporter.ts'
import { severityScores } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import type { Carrier } from './carrier.ts'
import { excerptOf } from './excerpt.ts'
import type { SignatureRule } from './rule.ts'
import type { RulePart } from './rule-part.ts'

/** 4,096 groups of a rule, a source and a target, at up to 1 kB, are 4 MB. */
const groupCountMax = 4_096
const forgetAfterSeconds = 3_600
/** The sentence of every rule. */
export const signatureTitle = '{source} {sent} {name} {to} {target}{times}: “{excerpt}”'

/** A finding and who sent it. */
export interface Finding {
  readonly rule: SignatureRule
  readonly literal: string
  readonly part: RulePart
  /** What was matched, each byte as one character. */
  readonly text: string
  /** Whether the flow's originator sent it. */
  readonly isFromOriginator: boolean
  /** What carries it as text about something: then it is low. */
  readonly carrier: Carrier | 'a question' | null
}

/** A finding as a sentence shows it: it is kept, so the text that it was found in is not. */
interface ShownFinding extends Pick<Finding, 'rule' | 'part' | 'carrier'> {
  readonly shown: string
}

class Findings extends Tracker {
  count = 0
  /** The flow that was counted last: a pattern in two of its segments is one finding. */
  lastFlow = -1
  lastPacket = -1
}

/** TrackerTable the matches of a kind between two hosts, and states the first and then each doubling. */
export class SignatureReports {
  readonly #traffic: Traffic
  readonly #reporter: Reporter
  readonly #groups: TrackerTable<Findings>
  /** A small number for each kind, as the group's key wants it. */
  readonly #numbers = new Map<string, number>()

  constructor(traffic: Traffic, reporter: Reporter) {
    this.#traffic = traffic
    this.#reporter = reporter
    this.#groups = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      tracker: Findings,
    })
  }

  add(finding: Finding): void {
    const { flow, flows, packet } = this.#traffic
    const originator = flows.originator(flow)
    const responder = flows.responder(flow)
    const [sender, receiver] = finding.isFromOriginator
      ? [originator, responder]
      : [responder, originator]
    const part = this.#numberOf(finding)
    // A server that sends back what it was sent did nothing of its own.
    const said = this.#groups.find({ host: receiver, peer: sender, part })
    if (said?.lastFlow === flow) return
    const findings = this.#groups.open({
      host: sender,
      peer: receiver,
      part,
    })
    if (findings.lastFlow === flow && findings.lastPacket === packet.index) return
    findings.lastFlow = flow
    findings.lastPacket = packet.index
    findings.count++
    findings.evidence.addPacket(this.#traffic)
    if (!findings.hasDoubled(findings.count, 1)) return
    const { rule, literal, carrier, text } = finding
    this.#report(findings, { rule, part: finding.part, carrier, shown: excerptOf(text, literal) })
  }

  #numberOf({ rule, carrier }: Finding): number {
    const kind = carrier === null ? rule.kind : `${rule.kind} in text`
    const known = this.#numbers.get(kind)
    if (known !== undefined) return known
    this.#numbers.set(kind, this.#numbers.size)
    return this.#numbers.size - 1
  }

  #report(findings: Findings, finding: ShownFinding): void {
    const { rule, part, carrier, shown } = finding
    const { flows, flow } = this.#traffic
    const { host: sender, peer: receiver, count } = findings
    const isAnswer = rule.isFromTarget === true && carrier === null
    const [source, target] = isAnswer ? [receiver, sender] : [sender, receiver]
    const isGrave = rule.severity !== 'info' && rule.severity !== 'low'
    const severity = carrier !== null && isGrave ? 'low' : rule.severity
    this.#reporter.emit({
      kind: rule.kind,
      technique: rule.technique,
      recommend: rule.recommendation,
      severity,
      score: severityScores[severity],
      confidence: carrier === null ? 0.9 : 0.5,
      source,
      target,
      targetPort: flows.responderPort(flow),
      firstUs: findings.firstUs,
      lastUs: findings.lastUs,
      matter: findings,
      restate: () => this.#report(findings, finding),
      values: {
        sent: isAnswer ? 'got' : 'sent',
        to: isAnswer ? 'from' : 'to',
        name: carrier === null ? rule.name : `the text of ${rule.name} in ${carrier}`,
        times: count === 1 ? '' : ` ${count} times`,
        excerpt: shown,
      },
      reasons: [
        { feature: 'signature', actual: rule.id, typical: 'none', unit: 'rule' },
        { feature: part, actual: shown, typical: 'without it', unit: 'text' },
        { feature: 'matches', actual: count, typical: 0, unit: 'payloads' },
      ],
      evidence: findings.evidence.toReferences(),
    })
  }
}
