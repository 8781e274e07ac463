import { IpProtocol } from '../../decode/frame.ts'
import { lastAnswerTimeoutUs } from '../../flow/failed-flows.ts'
import { FlowEnd, FlowState } from '../../flow/flow-column.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import { defineDetector } from '../seam/detector.ts'
import { forgetAfter, levels, limit, seconds, share } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { growthScore, severityOf } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'
import { originOptions } from './flood-sources.ts'
import { aboutFlood, aboutFloodedService, FloodTarget } from './flood-target.ts'

/** 2,048 services at up to 8 kB are 16 MB. */
export const serviceCountMax = 2_048

/** A service; `count` is of handshakes that failed. */
class Service extends FloodTarget {
  completedCount = 0

  protected override startPeriod(): void {
    super.startPeriod()
    this.completedCount = 0
  }
}

export const synFlood = defineDetector({
  name: 'syn_flood',
  family: 'behaviour',
  about: 'Connections to one service that are opened and left unfinished, faster than any client.',
  kinds: [
    {
      id: 'syn_flood',
      title:
        '{target}:{target_port} got {handshakes} in {span} that were never completed, from {from} ' +
        '(threshold: {limit} in {period})',
      technique: techniques['T1499.001'],
      recommend:
        'Turn on SYN cookies on the target, and drop the source at the nearest router. Where the ' +
        'addresses are forged, find the switch port behind the MAC address.',
    },
  ],
  options: {
    failedCountMin: limit(200, {
      about: 'Handshakes with one service within a period that were not completed',
      unit: 'handshakes',
      source: 'ntopng: 256',
    }),
    periodSeconds: seconds(10, { about: 'Traffic time over which they count', min: 1 }),
    failedShareMin: share(0.5, {
      about: 'Share of all handshakes that must fail; a busy service fails below 1 %',
    }),
    forgetAfterSeconds: forgetAfter('a service is', 60),
    levels: levels({ medium: 200, high: 1_000, critical: 10_000 }, { unit: 'handshakes' }),
    ...originOptions,
  },
  watch(traffic, settings, reporter) {
    const { flows } = traffic
    const { failedCountMin, failedShareMin, periodSeconds, forgetAfterSeconds } = settings
    const bounds = { traffic, countMax: serviceCountMax, forgetAfterSeconds }
    const services = new TrackerTable({ ...bounds, tracker: Service })

    const keyOf = (flow: FlowId) => ({
      host: flows.responder(flow),
      part: flows.responderPort(flow),
    })

    function completedAtEnd(flow: FlowId): void {
      const startUs = flows.firstUs(flow)
      if (traffic.timeUs - startUs <= periodSeconds * 1e6) {
        services.open(keyOf(flow), startUs).completedCount++
      }
    }

    /** Such a flow is too young to be a failed one. */
    const isPending = (flow: FlowId) =>
      flows.originatorPackets(flow) === 1 &&
      traffic.timeUs - flows.firstUs(flow) < lastAnswerTimeoutUs

    function report(service: Service): void {
      const { count, completedCount } = service
      const { stated, texts, sourcesReason } = aboutFlood(traffic, service, settings)
      reporter.emit({
        restate: () => report(service),
        ...stated,
        ...aboutFloodedService(traffic, service),
        kind: 'syn_flood',
        severity: severityOf(service.perPeriod(count), settings.levels),
        score: growthScore(count, failedCountMin),
        confidence: 0.9,
        values: {
          ...texts,
          handshakes: counted(count, 'handshake'),
          limit: failedCountMin,
        },
        reasons: [
          countReason('unfinished_handshakes', count, {
            typical: failedCountMin - 1,
            unit: 'handshakes',
          }),
          countReason('unfinished_share', count / (count + completedCount), {
            typical: 0.01,
            unit: '',
          }),
          sourcesReason,
        ],
      })
    }

    function count(flow: FlowId): Service {
      const startUs = flows.firstUs(flow)
      const service = services.open(keyOf(flow), startUs)
      service.advance(startUs, periodSeconds)
      service.add(traffic, flow, flows.originator(flow))
      service.evidence.addFlow(traffic, flow)
      return service
    }

    function judge(service: Service): void {
      const { count, completedCount } = service
      if (count < (count + completedCount) * failedShareMin) return
      if (service.hasDoubled(count, failedCountMin)) report(service)
    }

    return {
      protocols: [IpProtocol.tcp],
      onFlowAnswered(flow) {
        const service = services.find(keyOf(flow))
        if (service) service.completedCount++
      },
      onFlowFailed(flow) {
        judge(count(flow))
      },
      // A capture may be shorter than a timeout. What it leaves half open counts as failed, unless
      // the service has completed as many in what is left of the capture.
      onFlowEnd(flow, end) {
        if (end !== FlowEnd.captureEnd) return
        const state = flows.state(flow)
        if (state === FlowState.established) completedAtEnd(flow)
        else if (state === FlowState.halfOpen && isPending(flow)) count(flow)
      },
      onEnd() {
        for (const service of services) judge(service)
      },
    }
  },
})
