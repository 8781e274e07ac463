import { KerberosError, KerberosKind, readKerberos } from '../../decode/kerberos-message.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

export interface KerberosAbuseOptions {
  /** Logins that the domain controller refused one host within five minutes; a person gives up at 3. */
  readonly failureCountMin?: number
  /** Tickets for services that one host wants in the oldest cipher within a minute. */
  readonly weakTicketCountMin?: number
}

const defaults: Required<KerberosAbuseOptions> = { failureCountMin: 10, weakTicketCountMin: 5 }

/** 512 clients of each kind at 300 B. */
const groupCountMax = 512
const forgetAfterSeconds = 1_800
const failurePeriodUs = 300_000_000
const ticketPeriodUs = 60_000_000
const kerberosPort = 88

const guessing: DetectionKind = {
  kind: 'kerberos_guessing',
  technique: techniques['T1110.003'],
  recommendation:
    'Isolate the source, and look at the domain controller for a login of it that succeeded. ' +
    'Unknown names mean that it looks for accounts, wrong passwords that it guesses them.',
}
const roasting: DetectionKind = {
  kind: 'kerberoasting',
  technique: techniques['T1558.003'],
  recommendation:
    'Isolate the source, and give the accounts of the services long random passwords: the tickets ' +
    'are taken away to be cracked. Turn RC4 off in the domain.',
}

/** Guessed logins to a domain, and tickets that are taken to crack the passwords behind them. */
export function createKerberosAbuse(options: KerberosAbuseOptions = {}) {
  return (traffic: Traffic): TrafficObserver =>
    new KerberosAbuse(traffic, { ...defaults, ...options })
}

class Client extends Tracker {
  periodFirstUs = this.firstUs
  count = 0
  names = new DistinctCounter()

  advance(nowUs: number, periodUs: number): void {
    if (nowUs - this.periodFirstUs <= periodUs) return
    this.periodFirstUs = nowUs
    this.count = 0
    this.names = new DistinctCounter()
    this.evidence.clear()
  }
}

class KerberosAbuse implements TrafficObserver {
  readonly name = 'kerberos_abuse'
  readonly ports = [kerberosPort]
  readonly #traffic: Traffic
  readonly #options: Required<KerberosAbuseOptions>
  readonly #failures: TrackerTable<Client>
  readonly #tickets: TrackerTable<Client>

  constructor(traffic: Traffic, options: Required<KerberosAbuseOptions>) {
    this.#traffic = traffic
    this.#options = options
    const bounds = { traffic, countMax: groupCountMax, forgetAfterSeconds, tracker: Client }
    this.#failures = new TrackerTable(bounds)
    this.#tickets = new TrackerTable(bounds)
  }

  onPayload(): void {
    const { frame, packet, flow, flows } = this.#traffic
    const { payloadOffset, payloadLength } = frame
    const message = readKerberos(packet.bytes, payloadOffset, payloadLength)
    const isRefusal =
      message.kind === KerberosKind.error &&
      (message.errorCode === KerberosError.wrongPassword ||
        message.errorCode === KerberosError.unknownName)
    const isWeak = message.kind === KerberosKind.ticketRequest && message.isWeak
    if (isRefusal ? flows.fromOriginator : !isWeak) return
    const key = {
      host: flows.originator(flow),
      peer: flows.responder(flow),
    }
    if (isRefusal) this.#countRefusal(this.#failures.open(key))
    else this.#countTicket(this.#tickets.open(key), message.nameHash)
  }

  #countRefusal(client: Client): void {
    const { hosts, timeUs } = this.#traffic
    const { failureCountMin: minimum } = this.#options
    client.advance(timeUs, failurePeriodUs)
    client.count++
    client.evidence.addPacket(this.#traffic)
    const { host, peer, count } = client
    if (!client.hasDoubled(count, minimum)) return
    this.#report(client, guessing, {
      count,
      minimum,
      what: `${hosts.text(peer)} refused ${count} Kerberos logins of ${hosts.text(host)}`,
    })
  }

  #countTicket(client: Client, nameHash: number): void {
    const { hosts, timeUs } = this.#traffic
    const { weakTicketCountMin: minimum } = this.#options
    client.advance(timeUs, ticketPeriodUs)
    if (!client.names.add(nameHash)) return
    client.evidence.addPacket(this.#traffic)
    const { host, peer } = client
    const { count } = client.names
    if (!client.hasDoubled(count, minimum)) return
    this.#report(client, roasting, {
      count,
      minimum,
      what: `${hosts.text(host)} asked ${hosts.text(peer)} for ${count} tickets in the weakest cipher`,
    })
  }

  #report(client: Client, kind: DetectionKind, { what, count, minimum }: Finding): void {
    const { timeUs } = this.#traffic
    reportGroup(this.#traffic, client, {
      detector: this.name,
      kind,
      severity: severityOf(count, { medium: minimum, high: minimum * 5 }),
      score: Math.max(0.65, growthScore(count, minimum)),
      confidence: 0.8,
      targetPort: kerberosPort,
      firstUs: client.periodFirstUs,
      title:
        `${what} in ${durationText((timeUs - client.periodFirstUs) / 1e6)} ` +
        `(usual: below ${minimum})`,
      reasons: [countReason('messages', count, { typical: minimum - 1, unit: 'messages' })],
    })
  }
}

interface Finding {
  readonly what: string
  readonly count: number
  readonly minimum: number
}
