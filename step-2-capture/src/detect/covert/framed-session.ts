import { IpProtocol } from '../../decode/frame.ts'
import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import { Application } from '../../flow/application.ts'
import { FlowMarks } from '../../flow/flow-marks.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowTargets, forgetAfter, limit } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { EventCounter } from '../track/event-counter.ts'
import { aboutService, serviceKey } from '../track/service.ts'
import {
  Framing,
  framingOf,
  framingTexts,
  isChallenge,
  isDeviceBeat,
  isDeviceGreeting,
} from './message-framing.ts'

/** 1,024 clients and services at 250 B are 256 kB. */
export const framedServiceCountMax = 1_024
/** Sessions whose first messages are being read, 100 B each: 51 kB. */
export const openSessionCountMax = 512
/** What a direction sends before its protocol is clear. */
const payloadBytesMax = 16_384

/** Of a session that is known by its first message: a message that says nothing of it. */
const passed = -1
/** One message each way leaves no doubt, or is all that there is. */
const pairsAreEnough: ReadonlySet<number> = new Set([Framing.compressed, Framing.challenge])

interface Payload {
  readonly bytes: Uint8Array
  readonly start: number
  readonly length: number
  readonly payloadWireLength: number
}

/** Messages of a flow that came in one way so far, by side. */
interface Session {
  readonly framing: number
  readonly counts: [number, number]
}

export const framedSession = defineDetector({
  name: 'framed_session',
  family: 'behaviour',
  about:
    'A conversation of no known protocol whose messages stand behind their lengths as those of ' +
    'programs for remote control do: compressed behind a mark (Gh0st and its many relatives), behind a ' +
    'decimal number and a zero (njRAT, XWorm), or behind a little-endian number to a server outside that ' +
    'no DNS answer named (NanoCore, Quasar, Remcos); and the first messages of Mirai and Poison Ivy.',
  kinds: [
    {
      id: 'remote_access_trojan',
      title:
        '{source} exchanged {messages} with {service} in no known protocol, {framing} ' +
        '(threshold: {limit})',
      technique: techniques.T1219,
      recommend:
        'Find the program on the source that holds the connection. If it is none that you know, ' +
        'isolate the host and reinstall it; look for the same server in the traffic of all others.',
    },
  ],
  options: {
    messageCountMin: limit(4, {
      about: 'Messages of both ends, all of one form; two are enough where they are compressed',
      unit: 'messages',
      min: 2,
      max: 64,
    }),
    forgetAfterSeconds: forgetAfter('a client and service are'),
    allow: allowTargets('Services with a protocol of their own'),
  },
  watch(traffic, settings, reporter) {
    const { flows, hosts, resolved } = traffic
    const { messageCountMin, forgetAfterSeconds } = settings
    /** 1 for a flow that is judged. */
    const isDone = new FlowMarks(flows)
    const sessions = new BoundedMap<FlowId, Session>({ countMax: openSessionCountMax })
    const services = new EventCounter(traffic, {
      countMax: framedServiceCountMax,
      forgetAfterSeconds,
      eventCountMin: 1,
    })

    function finish(flow: FlowId): void {
      isDone.set(flow, 1)
      sessions.delete(flow)
    }

    /** Numbers in the order of Windows are rare on the wire, but used by more than trojans. */
    function mayBe(framing: number, flow: FlowId): boolean {
      if (framing !== Framing.little) return true
      const server = flows.responder(flow)
      return scopeOf(hosts, server) === AddressScope.outside && !resolved.has(hosts, server)
    }

    function report(flow: FlowId, { framing, counts }: Session): void {
      const service = services.countPacket(serviceKey(traffic, flow))
      if (!service) return
      const stated = aboutService(traffic, service)
      const isSure = framing === Framing.compressed
      reporter.emit({
        ...stated,
        flow,
        firstUs: Math.min(stated.firstUs, flows.firstUs(flow)),
        kind: 'remote_access_trojan',
        severity: isSure ? 'high' : 'medium',
        score: isSure ? 0.9 : 0.65,
        confidence: isSure ? 0.9 : 0.6,
        values: {
          messages: counted(counts[0] + counts[1], 'message'),
          service: stated.targetGroup,
          framing: framingTexts[framing] as string,
          limit: messageCountMin,
        },
        reasons: [
          countReason('messages', counts[0] + counts[1], { typical: 0, unit: 'framed messages' }),
        ],
      })
    }

    /** The Framing of a payload, in a session that may have begun. */
    function judge(known: Session | undefined, payload: Payload): number {
      const { bytes, start, length, payloadWireLength } = payload
      if (known?.framing === Framing.zeros) {
        return isDeviceBeat(bytes, start, length) ? Framing.zeros : passed
      }
      const isFirst = known === undefined
      if (isFirst && flows.fromOriginator && isDeviceGreeting(bytes, start, length)) {
        return Framing.zeros
      }
      const mayBeChallenge = isFirst ? flows.fromOriginator : known.framing === Framing.challenge
      if (mayBeChallenge && isChallenge(bytes, start, length)) return Framing.challenge
      return framingOf(bytes, start, { length, wireLength: payloadWireLength })
    }

    return {
      protocols: [IpProtocol.tcp],
      applications: [Application.other],
      payloadBytesMax,
      onPayload() {
        const { flow, packet, frame } = traffic
        if (isDone.get(flow) === 1) return
        const { payloadOffset: start, payloadLength: length, payloadWireLength } = frame
        const known = sessions.get(flow)
        const framing = judge(known, { bytes: packet.bytes, start, length, payloadWireLength })
        if (framing === passed) return
        if (framing === Framing.none || !mayBe(framing, flow)) {
          finish(flow)
          return
        }
        // A server may greet, and the flow's number may have been another's.
        const isFresh = known === undefined || known.framing !== framing
        const session: Session = isFresh ? { framing, counts: [0, 0] } : known
        if (isFresh) sessions.set(flow, session)
        session.counts[flows.fromOriginator ? 0 : 1]++
        const [asked, answered] = session.counts
        const needed = pairsAreEnough.has(framing) ? 2 : messageCountMin
        if (asked === 0 || answered === 0 || asked + answered < needed) return
        report(flow, session)
        finish(flow)
      },
      onFlowEnd: (flow) => void sessions.delete(flow),
    }
  },
})
