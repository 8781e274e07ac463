import {
  isAes,
  KerberosError,
  KerberosKind,
  KerberosMessage,
  rc4Cipher,
} from '../../decode/kerberos.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, levels, limit, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { EventCounter } from '../track/event-counter.ts'
import { PeriodTracker } from '../track/period-tracker.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import type { TrackerKey } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

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
  kinds: [
    {
      id: 'kerberos_guessing',
      title: '{target} refused {logins} of {source} over Kerberos in {span} (threshold: {limit})',
      technique: techniques['T1110.003'],
      recommend:
        'Isolate the source, and look at the domain controller for a login of it that succeeded. ' +
        'Unknown names mean that it looks for accounts, wrong passwords that it guesses them.',
    },
    {
      id: 'kerberoasting',
      title: '{source} asked {target} for {tickets} in RC4 in {span} (threshold: {limit})',
      technique: techniques['T1558.003'],
      recommend:
        'Isolate the source, and give the accounts of the services long random passwords: the ' +
        'tickets are taken away to be cracked. Turn RC4 off in the domain.',
    },
    {
      id: 'as_rep_roasting',
      title:
        '{source} asked {target} for logins without proof of a password, and got {logins} in RC4 ' +
        '(threshold: {limit})',
      technique: techniques['T1558.004'],
      recommend:
        'The answer holds what is needed to crack the password of the account. Turn ' +
        '“do not require Kerberos preauthentication” off, change the password, and isolate the source.',
    },
    {
      id: 'kerberos_downgrade',
      title:
        '{source} offered {target} only RC4 in {logins} though AES is in use (threshold: {limit})',
      technique: techniques['T1550.002'],
      recommend:
        'Windows offers AES by itself: a client that does not has been given the hash of a password ' +
        '(overpass-the-hash), or is older than 2008. Isolate the source, and change the password.',
    },
  ],
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
      const { count } = client
      const minimum = failureCountMin
      if (!client.hasDoubled(count, minimum)) return
      const common = commonOf({ client, count, minimum, levels: failureLevels })
      const values = { ...common.values, logins: counted(count, 'login') }
      reporter.emit({ ...common, kind: 'kerberos_guessing', values })
    }

    function countTicket(client: Tickets): void {
      client.advance(traffic.timeUs, ticketPeriodSeconds)
      if (!client.services.add(message.nameHash)) return
      client.evidence.addPacket(traffic)
      const { count } = client.services
      const minimum = weakTicketCountMin
      if (!client.hasDoubled(count, minimum)) return
      const common = commonOf({ client, count, minimum, levels: ticketLevels })
      const values = { ...common.values, tickets: counted(client.services, 'ticket') }
      reporter.emit({ ...common, kind: 'kerberoasting', values })
    }

    function reportWeakLogin(kind: 'as_rep_roasting' | 'kerberos_downgrade'): void {
      const { flow } = traffic
      const part = kind === 'as_rep_roasting' ? 1 : 2
      const host = flows.originator(flow)
      const login = weakLogins.countPacket({ host, peer: flows.responder(flow), part })
      if (!login) return
      const { count } = login
      reporter.emit({
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
      if (!message.offersAes && isAes(message.keyCipher)) reportWeakLogin('kerberos_downgrade')
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
      if ((request & LoginRequest.hasProof) === 0) reportWeakLogin('as_rep_roasting')
      else if (isAes(message.keyCipher)) reportWeakLogin('kerberos_downgrade')
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
