import { latin1Text } from '../../decode/latin1.ts'
import { Application } from '../../flow/application.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import type { Reporter } from '../seam/reporter.ts'
import { Carriers, isLogTarget } from './carrier.ts'
import { NamedHosts } from './named-hosts.ts'
import type { SignatureRule } from './rule.ts'
import type { RulePart } from './rule-part.ts'
import type { RuleMatch, RuleSet } from './rule-set.ts'
import { type Finding, SignatureReports } from './signature-reports.ts'

/** What tells a line of a log from other text. */
const carrierStartBytes = 200

/** Matches the parts of traffic, and weighs where a match stands: who sent it, and in what. */
export class PartMatcher {
  readonly #traffic: Traffic
  readonly #rules: RuleSet
  readonly #reports: SignatureReports
  readonly #carriers: Carriers
  readonly #named = new NamedHosts()
  /** 1 for a flow whose request delivers logs. */
  readonly #logs: FlowMarks

  constructor(traffic: Traffic, rules: RuleSet, reporter: Reporter) {
    this.#traffic = traffic
    this.#rules = rules
    this.#reports = new SignatureReports(traffic, reporter)
    this.#carriers = new Carriers(traffic)
    this.#logs = new FlowMarks(traffic.flows)
  }

  /** A request was read; its body comes. */
  seeTarget(target: string): void {
    this.#logs.set(this.#traffic.flow, isLogTarget(target) ? 1 : 0)
  }

  /** The flow speaks FTP. */
  seeFtp(flow: FlowId): void {
    this.#carriers.seeFtp(flow)
  }

  seeQuestionOrAnswer(): void {
    const { dns, packet } = this.#traffic
    const { name } = dns
    for (const match of this.#rules.match('dns.name', name.bytes, 0, name.length)) {
      const text = name.toString()
      if (dns.isResponse) this.#named.learn(dns, packet.bytes, { match, name: text })
      else this.#state(match, { part: 'dns.name', text, carrier: 'a question' })
    }
  }

  /** A name that was only asked for does nothing; who connects to it does. */
  seeAnswered(flow: FlowId): void {
    const named = this.#named.of(flow, this.#traffic)
    if (!named) return
    const { match, name: text } = named
    this.#state(match, { part: 'dns.name', text, isFromOriginator: true })
  }

  matchText(part: RulePart, text: string): void {
    const bytes = Buffer.from(text, 'latin1')
    this.match(part, bytes, 0, bytes.length)
  }

  /** States what rules find in `bytes[offset, end)`; returns the offset behind the last literal. */
  match(part: RulePart, bytes: Uint8Array, offset: number, end: number): number {
    const matches = this.#rules.match(part, bytes, offset, end)
    if (matches.length === 0) return offset
    const { flow, packet } = this.#traffic
    // A stream lies at the start of a buffer of its own, a datagram inside its packet.
    const from = bytes === packet.bytes ? offset : 0
    const start = latin1Text(bytes, from, Math.min(end, from + carrierStartBytes))
    const carrier = this.#carriers.of(part, start, this.#logs.get(flow) === 1)
    const text = latin1Text(bytes, offset, end)
    for (const match of matches) this.#state(match, { part, text, carrier })
    return Math.max(...matches.map((match) => match.end))
  }

  #state({ rule, literal, isStatement }: RuleMatch, seen: Seen): void {
    const { applications, flow, flows } = this.#traffic
    const { part, text, isFromOriginator = flows.fromOriginator } = seen
    // A rule that reads the parts of a request finds it there, once.
    const isRequest = part === 'payload' && isFromOriginator
    if (isRequest && applications.of(flow) === Application.http && readsRequests(rule)) return
    if (rule.from !== undefined && isFromOriginator !== (rule.from === 'client')) return
    let carrier: Finding['carrier'] = isStatement ? 'a query' : (seen.carrier ?? null)
    if (
      (carrier === 'a page' || carrier === 'a mail' || carrier === 'a file') &&
      !rule.isQuotable
    ) {
      carrier = null
    }
    this.#reports.add({ rule, literal, part, text, isFromOriginator, carrier })
  }
}

function readsRequests({ where }: SignatureRule): boolean {
  return where.some((part) => part.startsWith('http.'))
}

/** What `#state` is given of a match beside the rule. */
interface Seen {
  readonly part: RulePart
  readonly text: string
  readonly carrier?: Finding['carrier']
  readonly isFromOriginator?: boolean
}
