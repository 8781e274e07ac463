import { readUint16 } from '../../decode/big-endian.ts'
import { Application } from '../../flow/application.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import type { DetectionKind } from '../seam/detection-draft.ts'
import type { Traffic } from '../seam/emitting-traffic.ts'
import type { TrafficObserver } from '../seam/observer.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason, reportGroup } from '../track/emit-detection.ts'
import { durationText, growthScore } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

export interface NetlogonAbuseOptions {
  /** Authentications within a minute; a computer makes one when it starts. */
  readonly authenticationCountMin?: number
  /** Authentications with a challenge of zeros: chance makes one in 2^64. */
  readonly zeroCountMin?: number
}

const defaults: Required<NetlogonAbuseOptions> = { authenticationCountMin: 20, zeroCountMin: 3 }

/** 512 pairs at 400 B. */
const groupCountMax = 512
const forgetAfterSeconds = 3_600
const periodUs = 60_000_000

const netlogonAbuse: DetectionKind = {
  kind: 'netlogon_abuse',
  technique: techniques.T1210,
  recommendation:
    'This is how Zerologon (CVE-2020-1472) takes over a domain. Isolate the source, install the ' +
    'update of August 2020 on the domain controller, and check its computer account password.',
}

/** The interface of Netlogon ([MS-NRPC] 2.1), as its bytes stand in a bind. */
const netlogonUuid = Buffer.from('7856341234 12cdabef0001234567cffb'.replaceAll(' ', ''), 'hex')
/** Where the first interface stands in a bind of DCE RPC, and the operation in a request. */
const bindUuidOffset = 32
const operationOffset = 22
const PacketType = { request: 0, bind: 11 } as const
/** NetrServerReqChallenge, NetrServerAuthenticate2 and 3 ([MS-NRPC] 3.5.4.4). */
const Operation = { challenge: 4, authenticate2: 15, authenticate3: 26 } as const

/** One host authenticating to a domain controller again and again, with credentials of zeros. */
export function createNetlogonAbuse(options: NetlogonAbuseOptions = {}) {
  return (traffic: Traffic): TrafficObserver =>
    new NetlogonAbuse(traffic, { ...defaults, ...options })
}

class Client extends Tracker {
  periodFirstUs = this.firstUs
  authenticationCount = 0
  zeroCount = 0
}

class NetlogonAbuse implements TrafficObserver {
  readonly name = 'netlogon_abuse'
  readonly applications = [Application.rpc]
  readonly #traffic: Traffic
  readonly #options: Required<NetlogonAbuseOptions>
  readonly #clients: TrackerTable<Client>
  /** 1 for a flow that speaks to Netlogon. */
  readonly #isNetlogon: FlowMarks

  constructor(traffic: Traffic, options: Required<NetlogonAbuseOptions>) {
    this.#traffic = traffic
    this.#options = options
    this.#isNetlogon = new FlowMarks(traffic.flows)
    this.#clients = new TrackerTable({
      traffic,
      countMax: groupCountMax,
      forgetAfterSeconds,
      tracker: Client,
    })
  }

  onPayload(): void {
    const { flow, flows, packet, frame } = this.#traffic
    if (!flows.fromOriginator) return
    const { bytes } = packet
    const { payloadOffset: at, payloadLength: length } = frame
    const type = bytes[at + 2]
    if (type === PacketType.bind) {
      if (length >= bindUuidOffset + 16 && isNetlogon(bytes, at + bindUuidOffset)) {
        this.#isNetlogon.set(flow, 1)
      }
    } else if (type === PacketType.request && this.#isNetlogon.get(flow) === 1 && length >= 24) {
      this.#seeRequest(bytes, at, length)
    }
  }

  #seeRequest(bytes: Uint8Array, at: number, length: number): void {
    const { flow, flows, timeUs } = this.#traffic
    // Little-endian, as the data representation of every Windows says.
    const operation = readUint16(bytes, at + operationOffset) >>> 8
    const isChallenge = operation === Operation.challenge
    const isAuthentication =
      operation === Operation.authenticate2 || operation === Operation.authenticate3
    if (!isChallenge && !isAuthentication) return
    const client = this.#clients.open({
      host: flows.originator(flow),
      peer: flows.responder(flow),
    })
    if (timeUs - client.periodFirstUs > periodUs) {
      client.periodFirstUs = timeUs
      client.authenticationCount = 0
      client.zeroCount = 0
    }
    client.evidence.addPacket(this.#traffic)
    if (isAuthentication) client.authenticationCount++
    // The client's challenge is the last thing in the request.
    else if (isZero(bytes, at + length - 8, at + length)) client.zeroCount++
    this.#judge(client)
  }

  #judge(client: Client): void {
    const { authenticationCountMin, zeroCountMin } = this.#options
    const { zeroCount, authenticationCount } = client
    const isZeros = zeroCount >= zeroCountMin
    if (!isZeros && authenticationCount < authenticationCountMin) return
    const count = Math.max(zeroCount, authenticationCount)
    if (client.hasDoubled(count, Math.min(authenticationCountMin, zeroCountMin)))
      this.#report(client)
  }

  #report(client: Client): void {
    const { hosts, timeUs } = this.#traffic
    const { host, peer, authenticationCount, zeroCount, periodFirstUs } = client
    const { zeroCountMin } = this.#options
    const isZeros = zeroCount >= zeroCountMin
    const what = isZeros ? `${zeroCount} of them with a challenge of zeros ` : ''
    const count = Math.max(authenticationCount, zeroCount)
    reportGroup(this.#traffic, client, {
      detector: this.name,
      kind: netlogonAbuse,
      severity: isZeros ? 'critical' : 'high',
      score: Math.max(isZeros ? 0.95 : 0.8, growthScore(count, zeroCountMin)),
      confidence: isZeros ? 0.97 : 0.8,
      firstUs: periodFirstUs,
      title:
        `${hosts.text(host)} authenticated to Netlogon on ${hosts.text(peer)} ${count} times in ` +
        `${durationText((timeUs - periodFirstUs) / 1e6)}, ${what}(usual: 1)`,
      reasons: [
        countReason('authentications', authenticationCount, { typical: 1, unit: 'requests/min' }),
        countReason('zero_challenges', zeroCount, { typical: 0, unit: 'requests/min' }),
      ],
    })
  }
}

function isNetlogon(bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < netlogonUuid.length; i++) if (bytes[at + i] !== netlogonUuid[i]) return false
  return true
}

function isZero(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] !== 0) return false
  return true
}
