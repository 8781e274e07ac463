import { DceRpcKind, DceRpcMessage, uuidOf } from '../../decode/dce-rpc.ts'
import { Application } from '../../flow/application.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, limit, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { PeriodTracker } from '../track/period-tracker.ts'
import { durationText, growthScore } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 512 pairs at 400 B are 200 kB. */
export const clientCountMax = 512
const forgetAfterSeconds = 3_600

/** The interface of Netlogon ([MS-NRPC] 2.1). */
const netlogon = uuidOf('12345678-1234-abcd-ef00-01234567cffb')
/** NetrServerReqChallenge, NetrServerAuthenticate2 and 3 ([MS-NRPC] 3.5.4.4). */
const Operation = { challenge: 4, authenticate2: 15, authenticate3: 26 } as const
/** The client's challenge is the last thing in its request. */
const challengeBytes = 8

class Client extends PeriodTracker {
  authenticationCount = 0
  zeroCount = 0

  protected startPeriod(): void {
    this.authenticationCount = 0
    this.zeroCount = 0
  }
}

export const netlogonAbuse = defineDetector({
  name: 'netlogon_abuse',
  family: 'behaviour',
  about:
    'A host that authenticates to Netlogon of a domain controller again and again, or with ' +
    'challenges of zeros, as Zerologon (CVE-2020-1472) does.',
  kinds: [
    {
      id: 'netlogon_abuse',
      title:
        '{source} authenticated to Netlogon on {target} {times} in {span}; {zeros} of zeros ' +
        '(threshold: {limit})',
      technique: techniques.T1210,
      recommend:
        'This is how Zerologon (CVE-2020-1472) takes over a domain. Isolate the source, install the ' +
        'update of August 2020 on the domain controller, and check its computer account password.',
    },
  ],
  options: {
    authenticationCountMin: limit(20, {
      about: 'Authentications within a period; a computer makes one when it starts',
      unit: 'requests',
    }),
    zeroCountMin: limit(3, {
      about: 'Challenges of zeros within a period: chance makes one in 2^64',
      unit: 'challenges',
    }),
    periodSeconds: seconds(60, { about: 'Traffic time over which they are counted', min: 1 }),
    allow: allowSources('Hosts that authenticate for others'),
  },
  watch(traffic, settings, reporter) {
    const { flows } = traffic
    const { authenticationCountMin, zeroCountMin, periodSeconds } = settings
    const rpc = new DceRpcMessage()
    /** 1 for a flow that has bound to Netlogon. */
    const isNetlogon = new FlowMarks(flows)
    const bounds = { traffic, countMax: clientCountMax, forgetAfterSeconds }
    const clients = new TrackerTable({ ...bounds, tracker: Client })

    function seeMessage(bytes: Uint8Array): void {
      const { flow } = traffic
      if (rpc.kind === DceRpcKind.bind) {
        if (rpc.binds(netlogon)) isNetlogon.set(flow, 1)
      } else if (rpc.kind === DceRpcKind.request && isNetlogon.get(flow) === 1) {
        seeRequest(bytes)
      }
    }

    function seeRequest(bytes: Uint8Array): void {
      const { flow, timeUs } = traffic
      const { operation, stubStart, stubEnd } = rpc
      const isChallenge = operation === Operation.challenge
      const isAuthentication =
        operation === Operation.authenticate2 || operation === Operation.authenticate3
      if (!isChallenge && !isAuthentication) return
      const client = clients.open({ host: flows.originator(flow), peer: flows.responder(flow) })
      client.advance(timeUs, periodSeconds)
      client.evidence.addPacket(traffic)
      if (isAuthentication) client.authenticationCount++
      else if (endsInZeros(bytes, stubStart, stubEnd)) client.zeroCount++
      judge(client)
    }

    function judge(client: Client): void {
      const { zeroCount, authenticationCount } = client
      const isZeros = zeroCount >= zeroCountMin
      if (!isZeros && authenticationCount < authenticationCountMin) return
      const count = Math.max(zeroCount, authenticationCount)
      if (client.hasDoubled(count, Math.min(authenticationCountMin, zeroCountMin)))
        report(client, count)
    }

    function report(client: Client, count: number): void {
      const { authenticationCount, zeroCount } = client
      const isZeros = zeroCount >= zeroCountMin
      reporter.emit({
        restate: () => report(client, count),
        ...about(client),
        kind: 'netlogon_abuse',
        severity: isZeros ? 'critical' : 'high',
        score: Math.max(isZeros ? 0.95 : 0.8, growthScore(count, zeroCountMin)),
        confidence: isZeros ? 0.97 : 0.8,
        values: {
          times: counted(count, 'time'),
          span: durationText(client.seconds),
          zeros: counted(zeroCount, 'challenge'),
          limit: isZeros ? zeroCountMin : authenticationCountMin,
        },
        reasons: [
          countReason('authentications', authenticationCount, { typical: 1, unit: 'requests/min' }),
          countReason('zero_challenges', zeroCount, { typical: 0, unit: 'requests/min' }),
        ],
      })
    }

    return {
      applications: [Application.rpc],
      onPayload() {
        if (!flows.fromOriginator) return
        const { bytes } = traffic.packet
        const { payloadOffset, payloadLength } = traffic.frame
        const end = payloadOffset + payloadLength
        for (let at = payloadOffset; rpc.parse(bytes, at, end); at = rpc.end) seeMessage(bytes)
      },
    }
  },
})

function endsInZeros(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < challengeBytes) return false
  for (let at = end - challengeBytes; at < end; at++) if (bytes[at] !== 0) return false
  return true
}
