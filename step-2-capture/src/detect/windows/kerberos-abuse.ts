import {
  isAes,
  KerberosError,
  KerberosKind,
  KerberosMessage,
  rc4Cipher,
} from '../../decode/kerberos.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { hashBytes } from '../../memory/hash-bytes.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, levels, limit, seconds } from '../seam/option.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { EventCounter, type EventTracker } from '../track/event-counter.ts'
import { PeriodTracker } from '../track/period-tracker.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import type { TrackerKey } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { kerberosKinds } from './kerberos-kinds.ts'

/** 512 clients of each kind at 300 B are 300 kB. */
export const clientCountMax = 512
const forgetAfterSeconds = 1_800
const kerberosPort = 88

/** What a login request was. */
const LoginRequest = { none: 1, hasProof: 2, offersAes: 4 } as const

class Failures extends PeriodTracker {
  count = 0

  protected startPeriod(): void {
    this.count = 0
  }
}

class Tickets extends PeriodTracker {
  services = new DistinctCounter()

  protected startPeriod(): void {
    this.services = new DistinctCounter()
  }
}

/** What both kinds report. */
interface Finding {
  readonly client: PeriodTracker
  readonly count: number
  readonly minimum: number
  readonly levels: { readonly medium: number; readonly high: number }
}

export const kerberosAbuse = defineDetector({
  name: 'kerberos_abuse',
  family: 'behaviour',
  about:
    'Guessed logins to a domain; tickets for many services in the weakest cipher, which are taken to ' +
    'crack the passwords behind them, services of computers aside; logins without proof of the ' +
    'password; and clients that offer RC4 only where the domain and they know AES, as a stolen hash ' +
    'makes them.',
  kinds: kerberosKinds,
  options: {
    failureCountMin: limit(10, {
      about: 'Logins of one host that a domain controller refused; a person gives up at 3',
      unit: 'logins',
    }),
    failurePeriodSeconds: seconds(300, {
      about: 'Traffic time over which they are counted',
      min: 1,
      max: forgetAfterSeconds,
    }),
    failureLevels: levels({ medium: 10, high: 50 }, { unit: 'logins' }),
    weakTicketCountMin: limit(5, {
      about: 'Services for which one host wants a ticket in RC4: clients ask for AES by themselves',
      unit: 'services',
    }),
    ticketPeriodSeconds: seconds(60, {
      about: 'Traffic time over which they are counted',
      min: 1,
      max: forgetAfterSeconds,
    }),
    ticketLevels: levels({ medium: 5, high: 25 }, { unit: 'services' }),
    weakLoginCountMin: limit(1, {
      about: 'Logins without proof, or requests with RC4 only, of one host',
      unit: 'requests',
    }),
    allow: allowSources('Hosts that ask for many, such as an address translator or a tester'),
  },
  watch(traffic, settings, reporter) {
    const { flows } = traffic
    const { failureCountMin, failurePeriodSeconds, failureLevels } = settings
    const { weakTicketCountMin, ticketPeriodSeconds, ticketLevels, weakLoginCountMin } = settings
    const message = new KerberosMessage()
    const bounds = { traffic, countMax: clientCountMax, forgetAfterSeconds }
    const failures = new TrackerTable({ ...bounds, tracker: Failures })
    const tickets = new TrackerTable({ ...bounds, tracker: Tickets })
    const weakLogins = new EventCounter(traffic, { ...bounds, eventCountMin: weakLoginCountMin })
    /** What the last login request of a flow was: a sum of LoginRequest. */
    const requests = new FlowMarks(flows)

    function countRefusal(client: Failures): void {
      client.advance(traffic.timeUs, failurePeriodSeconds)
      client.count++
      client.evidence.addPacket(traffic)
      if (client.hasDoubled(client.count, failureCountMin)) reportRefusals(client)
    }

    function reportRefusals(client: Failures): void {
      const { count } = client
      const minimum = failureCountMin
      const common = commonOf({ client, count, minimum, levels: failureLevels })
      const values = { ...common.values, logins: counted(count, 'login') }
      reporter.emit({
        restate: () => reportRefusals(client),
        ...common,
        kind: 'kerberos_guessing',
        values,
      })
    }

    function countTicket(client: Tickets): void {
      client.advance(traffic.timeUs, ticketPeriodSeconds)
      const { nameStart, nameEnd } = message
      const service = hashBytes(traffic.packet.bytes, nameStart, nameEnd, traffic.byteSeed)
      if (!client.services.add(service)) return
      client.evidence.addPacket(traffic)
      if (client.hasDoubled(client.services.count, weakTicketCountMin)) reportTickets(client)
    }

    function reportTickets(client: Tickets): void {
      const { count } = client.services
      const minimum = weakTicketCountMin
      const common = commonOf({ client, count, minimum, levels: ticketLevels })
      const values = { ...common.values, tickets: counted(client.services, 'ticket') }
      reporter.emit({
        restate: () => reportTickets(client),
        ...common,
        kind: 'kerberoasting',
        values,
      })
    }

    function countWeakLogin(kind: WeakLogin): void {
      const { flow } = traffic
      const part = kind === 'as_rep_roasting' ? 1 : 2
      const host = flows.originator(flow)
      const login = weakLogins.countPacket({ host, peer: flows.responder(flow), part })
      if (login) reportWeakLogin(login, kind)
    }

    function reportWeakLogin(login: EventTracker, kind: WeakLogin): void {
      const { count } = login
      reporter.emit({
        restate: () => reportWeakLogin(login, kind),
        ...about(login),
        kind,
        severity: 'medium',
        score: Math.max(0.65, growthScore(count, weakLoginCountMin)),
        confidence: 0.7,
        targetPort: kerberosPort,
        values: {
          logins: counted(count, kind === 'as_rep_roasting' ? 'answer' : 'request'),
          limit: weakLoginCountMin,
        },
        reasons: [countReason('requests', count, { typical: 0, unit: 'requests' })],
      })
    }

    function seeTicketRequest(key: TrackerKey): void {
      if (message.cipher === rc4Cipher && !message.isHostService) countTicket(tickets.open(key))
      if (!message.offersAes && isAes(message.keyCipher)) countWeakLogin('kerberos_downgrade')
    }

    function seeLoginRequest(): void {
      const { none, hasProof, offersAes } = LoginRequest
      const proof = message.hasProof ? hasProof : 0
      requests.set(traffic.flow, none + proof + (message.offersAes ? offersAes : 0))
    }

    /** The ticket of a login is for the domain itself, which uses the best cipher that it knows. */
    function seeLoginReply(): void {
      const request = requests.get(traffic.flow)
      requests.set(traffic.flow, 0)
      if (request === 0 || request & LoginRequest.offersAes) return
      if ((request & LoginRequest.hasProof) === 0) countWeakLogin('as_rep_roasting')
      else if (isAes(message.keyCipher)) countWeakLogin('kerberos_downgrade')
    }

    return {
      ports: [kerberosPort],
      onPayload() {
        const { frame, packet, flow } = traffic
        const { payloadOffset, payloadLength } = frame
        if (!message.parse(packet.bytes, payloadOffset, payloadOffset + payloadLength)) return
        const key = { host: flows.originator(flow), peer: flows.responder(flow) }
        if (flows.fromOriginator) {
          if (message.kind === KerberosKind.ticketRequest) seeTicketRequest(key)
          else if (message.kind === KerberosKind.loginRequest) seeLoginRequest()
        } else if (message.kind === KerberosKind.loginReply) {
          seeLoginReply()
        } else if (message.kind === KerberosKind.error && isRefusal(message)) {
          countRefusal(failures.open(key))
        }
      },
    }
  },
})

type WeakLogin = 'as_rep_roasting' | 'kerberos_downgrade'

function isRefusal({ errorCode }: KerberosMessage): boolean {
  return errorCode === KerberosError.wrongPassword || errorCode === KerberosError.unknownName
}

function commonOf({ client, count, minimum, levels }: Finding) {
  return {
    ...about(client),
    severity: severityOf(count, levels),
    score: Math.max(0.65, growthScore(count, minimum)),
    confidence: 0.8,
    targetPort: kerberosPort,
    values: { span: durationText(client.seconds), limit: minimum },
    reasons: [countReason('messages', count, { typical: minimum - 1, unit: 'messages' })],
  }
}
