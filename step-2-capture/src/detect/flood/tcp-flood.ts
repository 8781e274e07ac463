import { IpProtocol, TcpFlag } from '../../decode/frame.ts'
import { Application } from '../../flow/application.ts'
import { FlowState } from '../../flow/flow-column.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import { AwaitedAnswers } from '../../memory/awaited-answers.ts'
import { defineDetector } from '../seam/detector.ts'
import { forgetAfter, levels, limit, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { growthScore, severityOf } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { originOptions } from './flood-sources.ts'
import { aboutFlood, aboutFloodedService, FloodTarget } from './flood-target.ts'

/** 512 services at up to 8 kB are 4 MB. */
export const serviceCountMax = 512
/** Flows that wait to be judged: 4,096 of 20 B. In a flood the oldest is judged early. */
export const waitingCountMax = 4_096

export const tcpFlood = defineDetector({
  name: 'tcp_flood',
  family: 'behaviour',
  about: 'Segments that open no connection and belong to none: ACK, PSH, RST, FIN and Xmas floods.',
  kinds: [
    {
      id: 'tcp_flood',
      title:
        '{target}:{target_port} got {segments} that belong to no connection in {span}, from ' +
        '{from} (threshold: {limit} in {period})',
      technique: techniques['T1498.001'],
      recommend:
        'Have the router drop segments of connections that it has not seen begin. Where the ' +
        'addresses are forged, find the switch port behind the MAC address.',
    },
  ],
  options: {
    segmentCountMin: limit(200, {
      about: 'Segments of no connection to one service within a period',
      unit: 'segments',
      source: 'as of a SYN flood; ntopng: 256',
    }),
    periodSeconds: seconds(10, { about: 'Traffic time over which they count', min: 1 }),
    answerTimeoutSeconds: seconds(1, {
      about: 'Time after which a flow without an answer is judged',
      source: 'RFC 6298: TCP sends again after a second',
    }),
    flowSegmentCountMax: limit(3, {
      about: 'Segments of one flow; a connection captured in one direction only has more',
      unit: 'segments',
    }),
    forgetAfterSeconds: forgetAfter('a service is', 300),
    levels: levels({ medium: 200, high: 1_000 }, { unit: 'segments' }),
    ...originOptions,
  },
  watch(traffic, settings, reporter) {
    const { flows, applications } = traffic
    const { segmentCountMin, periodSeconds, flowSegmentCountMax, forgetAfterSeconds } = settings
    const bounds = { traffic, countMax: serviceCountMax, forgetAfterSeconds }
    const services = new TrackerTable({ ...bounds, tracker: FloodTarget })
    const waiting = new AwaitedAnswers<FlowId>({
      countMax: waitingCountMax,
      timeoutUs: settings.answerTimeoutSeconds * 1e6,
      onTimeout: judge,
    })

    function judge(flow: FlowId, firstUs: number): void {
      // Another flow may have the slot by now.
      if (flows.firstUs(flow) !== firstUs || !isStray(flow)) return
      const key = { host: flows.responder(flow), part: flows.responderPort(flow) }
      const service = services.open(key, firstUs)
      service.advance(firstUs, periodSeconds)
      service.add(traffic, flow, flows.originator(flow))
      service.evidence.addFlow(traffic, flow)
      if (service.hasDoubled(service.count, segmentCountMin)) report(service)
    }

    function isStray(flow: FlowId): boolean {
      const state = flows.state(flow)
      if (state !== FlowState.midstream && state !== FlowState.rejected) return false
      if (flows.originatorPackets(flow) > flowSegmentCountMax) return false
      if (flows.responderPayloadBytes(flow) > 0) return false
      // A capture that was filtered down to requests has one direction, but speaks a protocol.
      return applications.of(flow) <= Application.other
    }

    function report(service: FloodTarget): void {
      const { count } = service
      const { stated, texts, sourcesReason } = aboutFlood(traffic, service, settings)
      reporter.emit({
        restate: () => report(service),
        ...stated,
        ...aboutFloodedService(traffic, service),
        kind: 'tcp_flood',
        severity: severityOf(service.perPeriod(count), settings.levels),
        score: growthScore(count, segmentCountMin),
        confidence: 0.85,
        values: {
          ...texts,
          segments: counted(count, 'segment'),
          limit: segmentCountMin,
        },
        reasons: [
          countReason('stray_segments', count, { typical: segmentCountMin - 1, unit: 'segments' }),
          sourcesReason,
        ],
      })
    }

    return {
      protocols: [IpProtocol.tcp],
      onFlowStart(flow) {
        // Most flows begin with a SYN, and cost no more than this.
        if (traffic.frame.tcpFlags & TcpFlag.syn) return
        waiting.add(flow, traffic.timeUs)
      },
      onTick: () => waiting.onTick(traffic.timeUs),
      // The flows have ended, but no other has taken their slots.
      onEnd: () => waiting.onEnd(),
    }
  },
})
