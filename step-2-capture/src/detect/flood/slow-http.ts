import { HttpKind } from '../../decode/http.ts'
import { Application } from '../../flow/application.ts'
import { FlowState } from '../../flow/flow-column.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, forgetAfter, levels, limit, quantity, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { aboutService, serviceKey } from '../track/service.ts'
import { durationText, growthScore, severityOf } from '../track/severity-scale.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** Unfinished requests that are watched at once: 8,192 of 200 B are 1.6 MB. */
export const heldCountMax = 8_192
/** 512 clients and servers at 250 B are 128 kB. */
export const clientCountMax = 512

/** The requests that one client holds at one server. */
class Held extends Tracker {
  count = 0
  answerCount = 0
  countedUs = 0
}

/** A message that is not whole: since when, and what its sender had sent by then. */
interface Begun {
  readonly timeUs: number
  readonly sentBytes: number
  /** The head is there, and the body comes. */
  readonly isBody: boolean
  /** Of an answer its length, of which less than half has come; 0 of a request. */
  readonly answerBytes: number
}

export const slowHttp = defineDetector({
  name: 'slow_http',
  family: 'behaviour',
  about:
    'Requests that are begun and never finished, head or body (Slowloris, R-U-Dead-Yet), and answers ' +
    'that are asked for and not read (slow read).',
  kinds: [
    {
      id: 'slow_http',
      title:
        '{source} keeps {requests} open at {target}:{target_port} for over {span} ' +
        '(threshold: {limit})',
      technique: techniques['T1499.002'],
      recommend:
        'Shorten the time that the server waits for a request, limit the connections of one ' +
        'client, and block the source.',
    },
  ],
  options: {
    heldCountMin: limit(20, {
      about: 'Requests that one client leaves unfinished at one server at the same time',
      unit: 'requests',
    }),
    heldSeconds: seconds(10, { about: 'Time for which a request must be unfinished' }),
    bodyRateMax: quantity(200, {
      about: 'Pace below which a body is held back; a modem sends 5,000 bytes a second',
      unit: 'bytes a second',
    }),
    segmentBytesMax: limit(1_000, {
      about: 'Payload of a segment that ends a head early; a fuller one is followed by the rest',
      unit: 'bytes',
      max: 65_535,
    }),
    lookSeconds: seconds(5, { about: 'How often unfinished requests are counted' }),
    forgetAfterSeconds: forgetAfter('a client and server are', 600),
    levels: levels({ medium: 20, high: 200 }, { unit: 'requests' }),
    allow: allowSources('Clients that may hold requests, such as a proxy of your own'),
  },
  watch(traffic, settings, reporter) {
    const { flows } = traffic
    const { heldCountMin, heldSeconds, bodyRateMax, forgetAfterSeconds } = settings
    const bounds = { traffic, countMax: clientCountMax, forgetAfterSeconds }
    const clients = new TrackerTable({ ...bounds, tracker: Held })
    /** Each flow's request that is not yet whole. */
    const begun = new BoundedMap<FlowId, Begun>({ countMax: heldCountMax })
    let lookedUs = Number.NEGATIVE_INFINITY

    /** Whether a head announces a body that the packet does not hold. */
    function lacksBody(): boolean {
      const { http, frame } = traffic
      if (http.kind !== HttpKind.request) return false
      const announced = Number(http.header('content-length') ?? 0)
      return announced > frame.payloadOffset + frame.payloadLength - http.end
    }

    /** A body that comes at the pace of a line, however slow, is an upload. */
    function isUploading(flow: FlowId, { timeUs, sentBytes }: Begun): boolean {
      const sent = flows.originatorPayloadBytes(flow) - sentBytes
      const waitedSeconds = (traffic.timeUs - timeUs) / 1e6
      return sent === 0 || sent > waitedSeconds * bodyRateMax
    }

    /** How an answer comes that its client has no room for; one of which half came may lack packets. */
    function isRead(flow: FlowId, { timeUs, sentBytes, answerBytes }: Begun): boolean {
      const sent = flows.responderPayloadBytes(flow) - sentBytes
      return sent > answerBytes / 2 || sent > ((traffic.timeUs - timeUs) / 1e6) * bodyRateMax
    }

    /** The answer says that the server has the request; what is left of it is still to be read. */
    function seeAnswer(flow: FlowId): void {
      const { http, frame, timeUs } = traffic
      const answerBytes = http.isComplete ? Number(http.header('content-length') ?? 0) : 0
      const came = frame.payloadOffset + frame.payloadLength - http.end
      if (!(answerBytes > 2 * came)) {
        begun.delete(flow)
        return
      }
      const sentBytes = flows.responderPayloadBytes(flow) - came
      begun.set(flow, { timeUs, sentBytes, isBody: true, answerBytes })
    }

    function isHeld(flow: FlowId, message: Begun): boolean {
      if (traffic.timeUs - message.timeUs < heldSeconds * 1e6) return false
      if (message.answerBytes > 0) {
        if (isRead(flow, message)) return false
      } else if (message.isBody && isUploading(flow, message)) return false
      // A connection that was closed from either end holds nothing.
      return flows.state(flow) === FlowState.established
    }

    function count(flow: FlowId, { answerBytes }: Begun): void {
      const { timeUs } = traffic
      const held = clients.open(serviceKey(traffic, flow))
      if (held.countedUs !== timeUs) held.count = held.answerCount = 0
      held.countedUs = timeUs
      held.count++
      if (answerBytes > 0) held.answerCount++
      held.evidence.addFlow(traffic, flow)
    }

    function judge(held: Held): void {
      const { count, countedUs } = held
      if (countedUs !== traffic.timeUs || !held.hasDoubled(count, heldCountMin)) return
      reporter.emit({
        ...aboutService(traffic, held),
        kind: 'slow_http',
        severity: severityOf(count, settings.levels),
        score: growthScore(count, heldCountMin),
        confidence: 0.85,
        values: {
          requests: counted(
            count,
            held.answerCount * 2 > count ? 'unread answer' : 'unfinished request',
          ),
          span: durationText(heldSeconds),
          limit: heldCountMin,
        },
        reasons: [countReason('held_requests', count, { typical: 0, unit: 'requests' })],
      })
    }

    return {
      applications: [Application.http],
      onHttp() {
        const { http, flow, packet, frame, timeUs } = traffic
        const isCut = packet.capturedLength < packet.originalLength
        const isWhole = http.isComplete && !lacksBody()
        if (http.kind === HttpKind.response && !isCut) {
          seeAnswer(flow)
          return
        }
        if (isWhole || isCut) {
          begun.delete(flow)
          return
        }
        // A long head may take two segments; the first of them is full.
        if (!http.isComplete && frame.payloadLength > settings.segmentBytesMax) return
        const sentBytes = flows.originatorPayloadBytes(flow)
        begun.set(flow, { timeUs, sentBytes, isBody: http.isComplete, answerBytes: 0 })
      },
      /** Anything that the server sends means that it has the request. */
      onPayload() {
        const { flow, packet, frame } = traffic
        const request = begun.size === 0 ? undefined : begun.get(flow)
        if (!request || request.answerBytes > 0) return
        const { payloadOffset, payloadLength } = frame
        const isEnd = !request.isBody && endsHead(packet.bytes, payloadOffset, payloadLength)
        if (!flows.fromOriginator || isEnd) begun.delete(flow)
      },
      onFlowEnd(flow) {
        begun.delete(flow)
      },
      onTick() {
        const { timeUs } = traffic
        if (begun.size < heldCountMin || timeUs - lookedUs < settings.lookSeconds * 1e6) return
        lookedUs = timeUs
        for (const [flow, request] of begun) if (isHeld(flow, request)) count(flow, request)
        for (const held of clients) judge(held)
      },
    }
  },
})

/** Whether a segment ends with the empty line that ends a request's head. */
function endsHead(bytes: Uint8Array, offset: number, length: number): boolean {
  const end = offset + length
  return length >= 4 && bytes[end - 1] === 10 && (bytes[end - 2] === 10 || bytes[end - 3] === 10)
}
