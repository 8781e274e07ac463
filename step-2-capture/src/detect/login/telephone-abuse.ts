import { latin1Text } from '../../decode/latin1.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, levels, limit, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { PeriodTracker } from '../track/period-tracker.ts'
import { plainText } from '../track/plain-text.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 1,024 callers and servers at up to 8 kB are 8 MB. */
export const callerCountMax = 1_024
/** Numbers that are kept of a caller, 40 B each, and ways to dial one, 32 B each. */
const numberCountMax = 64
const prefixCountMax = 32

/** SIP (RFC 3261) in clear text. */
const sipPorts = [5_060, 5_080]
/** As much of a message as holds the fields that are read. */
const headBytes = 1_024
const requestLine = /^(REGISTER|INVITE|OPTIONS|SUBSCRIBE) sips?:([^@\s;>]{1,40})?/
const statusLine = /^SIP\/2\.0 ([1-6]\d\d)/
const sequenceMethod = /\ncseq:\s{0,4}\d{1,10} {1,4}(REGISTER|INVITE)/i
const credentials = /\n(?:proxy-)?authorization:/i
/** A number that is dialled, behind which prefix it may be: its last nine digits. */
const dialled = /^(\+?[\d*#]{0,20}?)(\d{9})$/

/** What a caller did at a server within a period. */
class Caller extends PeriodTracker {
  refusedCount = 0
  inviteCount = 0
  /** Prefixes by the number behind them. */
  readonly numbers = new Map<string, Set<string>>()

  protected startPeriod(): void {
    this.refusedCount = 0
    this.inviteCount = 0
    this.numbers.clear()
  }
}

export const telephoneAbuse = defineDetector({
  name: 'telephone_abuse',
  family: 'behaviour',
  about:
    'Telephones over SIP: logins and extensions that a server refuses one after another, one number ' +
    'that is dialled behind many prefixes to get out, and floods of calls. A telephone that is asked ' +
    'for its password once, as each is, is left alone.',
  kinds: [
    {
      id: 'sip_guessing',
      title:
        '{source} was refused {refusals} by the telephone server {target} in {span} ' +
        '(threshold: {limit})',
      technique: techniques['T1110.001'],
      recommend:
        'Block the source, and look whether a registration of it succeeded. Give each telephone a ' +
        'long password, and refuse registrations from outside where none is needed.',
    },
    {
      id: 'toll_fraud',
      title:
        '{source} dialled one number behind {prefixes} at the telephone server {target} in {span}: ' +
        '…{number} (threshold: {limit})',
      technique: techniques.T1496,
      recommend:
        'Block the source, and look for calls that were connected: their receiver earns from them. ' +
        'Let the server take calls to the outside from its own telephones only.',
    },
    {
      id: 'call_flood',
      title:
        '{source} sent {calls} to the telephone server {target} in {span} (threshold: {limit})',
      technique: techniques['T1499.002'],
      recommend: 'Limit the calls of a source at the server or before it, and block this one.',
    },
  ],
  options: {
    refusedCountMin: limit(10, {
      about: 'Logins and extensions of one caller that a server refuses within a period',
      unit: 'refusals',
    }),
    prefixCountMin: limit(4, {
      about: 'Prefixes behind which one caller dials one number within a period',
      unit: 'prefixes',
      max: prefixCountMax,
    }),
    inviteCountMin: limit(500, {
      about: 'Calls of one caller to one server within a period; a busy exchange has five a second',
      unit: 'calls',
    }),
    periodSeconds: seconds(60, {
      about: 'Traffic time over which they are counted',
      min: 1,
      max: 3_600,
    }),
    levels: levels({ medium: 10, high: 100 }, { unit: 'refusals' }),
    allow: allowSources('Exchanges and testers that may be refused'),
  },
  watch(traffic, settings, reporter) {
    const { flows } = traffic
    const { refusedCountMin, prefixCountMin: prefixMin, inviteCountMin, periodSeconds } = settings
    const bounds = { traffic, countMax: callerCountMax, forgetAfterSeconds: 3_600 }
    const callers = new TrackerTable({ ...bounds, tracker: Caller })
    /** 1 for a flow whose last request brought a password. */
    const hasPassword = new FlowMarks(flows)

    /** The caller is who asks, whichever end opened the flow. */
    function callerOf(isRequest: boolean): Caller {
      const { flow, timeUs } = traffic
      const ends = [flows.originator(flow), flows.responder(flow)] as const
      const [host, peer] = flows.fromOriginator === isRequest ? ends : [ends[1], ends[0]]
      const caller = callers.open({ host, peer })
      caller.advance(timeUs, periodSeconds)
      return caller
    }

    function seeRequest(method: string, user: string, text: string): void {
      hasPassword.set(traffic.flow, credentials.test(text) ? 1 : 0)
      if (method !== 'INVITE') return
      const caller = callerOf(true)
      caller.evidence.addPacket(traffic)
      caller.inviteCount++
      if (caller.hasDoubled(caller.inviteCount, inviteCountMin)) reportFlood(caller)
      const [, prefix, number] = dialled.exec(user) ?? []
      if (prefix === undefined || number === undefined) return
      const prefixes = caller.numbers.get(number) ?? new Set<string>()
      if (prefixes.size === 0 && caller.numbers.size < numberCountMax) {
        caller.numbers.set(number, prefixes)
      }
      const { size } = prefixes
      if (size < prefixCountMax) prefixes.add(prefix)
      if (prefixes.size > size && prefixes.size === prefixMin) reportFraud(caller, number, prefixes)
    }

    /** Every telephone is asked for its password once (401, 407), with a new number each time. */
    function seeAnswer(status: number, text: string): void {
      if (!sequenceMethod.test(text)) return
      const isAsked = status === 401 || status === 407
      if (isAsked ? hasPassword.get(traffic.flow) === 0 : status !== 403 && status !== 404) return
      const caller = callerOf(false)
      caller.evidence.addPacket(traffic)
      caller.refusedCount++
      if (caller.hasDoubled(caller.refusedCount, refusedCountMin)) reportRefusals(caller)
    }

    function reportRefusals(caller: Caller): void {
      const { refusedCount } = caller
      reporter.emit({
        restate: () => reportRefusals(caller),
        ...about(caller),
        kind: 'sip_guessing',
        severity: severityOf(refusedCount, settings.levels),
        score: growthScore(refusedCount, refusedCountMin),
        confidence: 0.85,
        values: {
          refusals: counted(refusedCount, 'time'),
          span: durationText(caller.seconds),
          limit: refusedCountMin,
        },
        reasons: [countReason('refusals', refusedCount, { typical: 1, unit: 'answers' })],
      })
    }

    function reportFraud(caller: Caller, number: string, prefixes: ReadonlySet<string>): void {
      reporter.emit({
        ...about(caller),
        kind: 'toll_fraud',
        severity: 'high',
        score: 0.85,
        confidence: 0.85,
        values: {
          prefixes: counted(prefixes.size, 'prefix', 'prefixes'),
          number: plainText(number),
          span: durationText(caller.seconds),
          limit: prefixMin,
        },
        reasons: [countReason('prefixes', prefixes.size, { typical: 1, unit: 'prefixes' })],
      })
    }

    function reportFlood(caller: Caller): void {
      const { inviteCount } = caller
      reporter.emit({
        restate: () => reportFlood(caller),
        ...about(caller),
        kind: 'call_flood',
        severity: inviteCount >= 10 * inviteCountMin ? 'high' : 'medium',
        score: growthScore(inviteCount, inviteCountMin),
        confidence: 0.8,
        values: {
          calls: counted(inviteCount, 'call'),
          span: durationText(caller.seconds),
          limit: inviteCountMin,
        },
        reasons: [countReason('calls', inviteCount, { typical: 5, unit: 'calls' })],
      })
    }

    return {
      ports: sipPorts,
      onPayload() {
        const { packet, frame } = traffic
        const { payloadOffset: start, payloadLength } = frame
        const text = latin1Text(packet.bytes, start, start + Math.min(payloadLength, headBytes))
        const status = statusLine.exec(text)?.[1]
        if (status !== undefined) {
          seeAnswer(Number(status), text)
          return
        }
        const [, method, user = ''] = requestLine.exec(text) ?? []
        if (method !== undefined) seeRequest(method, user, text)
      },
    }
  },
})
