import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import type { DetectionHandle, Reporter, Statement } from '../seam/reporter.ts'
import { about } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { severityScores } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import type { Ends } from './flow-bits.ts'
import type { PacketPlace } from './message.ts'
import type { RuleNumber, UserRule } from './user-rule.ts'

/** Matches of a rule between two hosts: 4,096 at about 600 B are 2.5 MB. */
export const matchGroupCountMax = 4_096
const forgetAfterSeconds = 3_600

class Matches extends Tracker {
  count = 0
  /** What was stated of it first. */
  handle: DetectionHandle | undefined
}

/** Counts the matches of each rule between two hosts, and states the first and then each doubling. */
export class RuleReports {
  readonly #traffic: Traffic
  readonly #reporter: Reporter
  readonly #groups: TrackerTable<Matches>

  constructor(traffic: Traffic, reporter: Reporter) {
    this.#traffic = traffic
    this.#reporter = reporter
    this.#groups = new TrackerTable({
      traffic,
      countMax: matchGroupCountMax,
      forgetAfterSeconds,
      tracker: Matches,
    })
  }

  add(rule: UserRule, number: RuleNumber, { flow, source, target }: Ends, at: PacketPlace): void {
    const matches = this.#groups.open({ host: source, peer: target, part: number })
    matches.count++
    matches.evidence.add(at.index, at.recordOffset, at.timeUs)
    if (matches.hasDoubled(matches.count, 1)) this.#report(rule, matches, flow)
  }

  #report(rule: UserRule, matches: Matches, flow: FlowId): void {
    const { hosts, flows } = this.#traffic
    const { peer, count } = matches
    const { sid, revision, message, severity, classtype, references } = rule
    const statement: Statement = {
      kind: 'user_rule',
      technique: rule.technique,
      severity,
      score: severityScores[severity],
      confidence: 0.8,
      ...about(matches),
      targetPort: flows.responderPort(flow),
      // Two rules that match the same two hosts are two alerts.
      targetGroup: `${hosts.text(peer)} sid ${sid}`,
      restate: () => this.#report(rule, matches, flow),
      values: { name: message, sid: String(sid), times: counted(count, 'match', 'matches') },
      reasons: [
        { feature: 'rule', actual: `${sid} rev ${revision}`, typical: 'none', unit: 'rule' },
        { feature: 'class', actual: classtype ?? 'none', typical: 'none', unit: 'text' },
        ...references.slice(0, 4).map((reference) => ({
          feature: 'reference',
          actual: reference,
          typical: 'none',
          unit: 'text',
        })),
        { feature: 'matches', actual: count, typical: 0, unit: 'messages' },
      ],
    }
    if (matches.handle) this.#reporter.update(matches.handle, statement)
    else matches.handle = this.#reporter.emit(statement)
  }
}
