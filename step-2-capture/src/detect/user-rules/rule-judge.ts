import { FlowState } from '../../flow/flow-column.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import type { Reporter } from '../seam/reporter.ts'
import { candidateCountMax } from './direction.ts'
import { type Ends, FlowBits } from './flow-bits.ts'
import { HeaderAnswers } from './header-answers.ts'
import { Inspection } from './inspect.ts'
import type { Message } from './message.ts'
import type { PacketView } from './packet-test.ts'
import { RateLimits } from './rate-limits.ts'
import { type RuleIndex, Wants } from './rule-index.ts'
import { RuleReports } from './rule-reports.ts'
import type { RuleNumber, Section, UserRule } from './user-rule.ts'
import type { WorkCounts } from './work-counts.ts'

/** Decides whether a rule matches a message, and states it. */
export class RuleJudge {
  readonly #traffic: Traffic
  readonly #index: RuleIndex
  readonly #rules: readonly UserRule[]
  readonly #headers: HeaderAnswers
  readonly #work: WorkCounts
  readonly #inspection = new Inspection()
  readonly #bits = new FlowBits()
  readonly #rates = new RateLimits()
  readonly #reports: RuleReports
  /** 1 for a flow that a rule has let pass. */
  readonly #passed: FlowMarks

  constructor(traffic: Traffic, index: RuleIndex, reporter: Reporter, work: WorkCounts) {
    this.#traffic = traffic
    this.#index = index
    this.#rules = index.rules
    this.#headers = new HeaderAnswers(traffic, index.headers)
    this.#work = work
    this.#reports = new RuleReports(traffic, reporter)
    this.#passed = new FlowMarks(traffic.flows)
  }

  endFlow(flow: FlowId): void {
    this.#bits.end(flow)
  }

  /**
   * Adds those of the rules that may concern the message to those that are judged on it: the cheap
   * question, of their direction, ends and ports.
   */
  note(
    found: RuleNumber[],
    rules: ArrayLike<RuleNumber>,
    message: Sent,
    count = rules.length,
  ): void {
    if (count === 0) return
    const { flow, isFromOriginator } = message
    const { wants, headerOf } = this.#index
    const isOpen = isEstablished(this.#traffic.flows.state(flow))
    const refused =
      (isFromOriginator ? Wants.toClient : Wants.toServer) | (isOpen ? 0 : Wants.established)
    const headers = this.#headers
    headers.setSide(flow, isFromOriginator)
    for (let i = 0; i < count; i++) {
      const rule = rules[i] as RuleNumber
      if (((wants[rule] as number) & refused) !== 0) continue
      if (!headers.isAbout(headerOf[rule] as number)) continue
      if (found.length < candidateCountMax) found.push(rule)
      else this.#work.cutShort++
    }
  }

  /**
   * Judges a rule that may concern the message; whether it is done with, matched or not.
   * @param view The headers of the packet, where the rule asks for them.
   */
  judge(number: RuleNumber, message: Message, view: PacketView | null): boolean {
    const rule = this.#rules[number] as UserRule
    const { flow } = message
    if (this.#passed.get(flow) === 1) return true
    if (rule.waitsForEnd && !message.isOver) return false
    // What a flow speaks may show only after a content was found.
    const application = this.#traffic.applications.of(flow)
    if (rule.application !== null && rule.application !== application) return false
    if (!this.#haveHeaders(rule, view)) return false
    const ends = this.#endsOf(message)
    const { timeUs } = this.#traffic
    if (!this.#bits.allows(rule.flowBits, ends, timeUs)) return false
    this.#inspection.startRule()
    if (!rule.sections.every((section) => this.#holds(section, message))) {
      if (this.#inspection.isExhausted) this.#work.giveUp(rule)
      return false
    }
    this.#match(rule, number, message, ends)
    return true
  }

  #match(rule: UserRule, number: RuleNumber, message: Message, ends: Ends): void {
    const { timeUs } = this.#traffic
    this.#work.match(rule)
    if (rule.isPass) {
      this.#passed.set(message.flow, 1)
      return
    }
    const isStated = rule.rate === null || this.#rates.passes(number, rule.rate, ends, timeUs)
    this.#bits.note(rule.flowBits, ends, timeUs)
    if (isStated && !rule.isSilent) this.#reports.add(rule, number, ends, message.packet)
  }

  #holds({ buffer, tests }: Section, message: Message): boolean {
    const view = message.buffer(buffer)
    if (view === null) return false
    this.#inspection.setBuffer(view, message.packet.index)
    return this.#inspection.holds(tests)
  }

  #haveHeaders({ packetTests, flagsTest, icmpTypes }: UserRule, view: PacketView | null): boolean {
    if (packetTests.length === 0 && flagsTest === null && icmpTypes === null) return true
    if (view === null) return false
    const { frame } = view
    if (flagsTest && !flagsTest(frame.tcpFlags)) return false
    if (icmpTypes && (frame.sourcePort < icmpTypes[0] || frame.sourcePort > icmpTypes[1]))
      return false
    return packetTests.every((test) => test(view))
  }

  #endsOf({ flow, isFromOriginator }: Message): Ends {
    const { flows } = this.#traffic
    const originator = flows.originator(flow)
    const responder = flows.responder(flow)
    return isFromOriginator
      ? { flow, source: originator, target: responder }
      : { flow, source: responder, target: originator }
  }
}

type Sent = Pick<Message, 'flow' | 'isFromOriginator'>

/** An end has answered, or data flows in a connection that began before the capture. */
function isEstablished(state: number): boolean {
  return state !== FlowState.attempted && state !== FlowState.rejected && state !== FlowState.oneWay
}
