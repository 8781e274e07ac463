import { IpProtocol } from '../../decode/frame.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, forgetAfter, limit, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { PeriodTracker } from '../track/period-tracker.ts'
import { aboutService, serviceKey } from '../track/service.ts'
import { durationText, growthScore } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 4,096 clients and services at 250 B are 1 MB. */
export const serviceCountMax = 4_096

/** The failed attempts of one client at one service. */
class Attempts extends PeriodTracker {
  count = 0

  protected startPeriod(): void {
    this.count = 0
  }
}

export const reconnectionStorm = defineDetector({
  name: 'reconnection_storm',
  family: 'behaviour',
  about: 'A client that tries one service again and again although it does not answer.',
  kinds: [
    {
      id: 'reconnection_storm',
      title:
        '{source} tried to connect to port {target_port} of {target} {times} in {span} and ' +
        'failed (threshold: {limit} in {period})',
      technique: techniques.T1008,
      recommend:
        'A service is down, or a program looks for one that was shut down: find out which. Malware ' +
        'behaves like this after its control server was taken down.',
    },
  ],
  options: {
    attemptCountMin: limit(60, {
      about: 'Failed attempts at one service within a period; careful programs wait in between',
      unit: 'attempts',
      source: 'Slips reports 5',
    }),
    periodSeconds: seconds(300, { about: 'Traffic time over which they count', min: 1 }),
    forgetAfterSeconds: forgetAfter('a client and service are', 600),
    allow: allowSources('Clients that may try again and again, such as monitors'),
  },
  watch(traffic, settings, reporter) {
    const { flows } = traffic
    const { attemptCountMin, periodSeconds, forgetAfterSeconds } = settings
    const bounds = { traffic, countMax: serviceCountMax, forgetAfterSeconds }
    const services = new TrackerTable({ ...bounds, tracker: Attempts })

    function report(attempts: Attempts): void {
      const { count } = attempts
      reporter.emit({
        restate: () => report(attempts),
        ...aboutService(traffic, attempts),
        kind: 'reconnection_storm',
        restsOnSilence: true,
        severity: 'low',
        score: Math.min(0.6, growthScore(count, attemptCountMin)),
        confidence: 0.6,
        values: {
          times: counted(count, 'time'),
          span: durationText(attempts.seconds),
          limit: attemptCountMin,
          period: durationText(periodSeconds),
        },
        reasons: [
          countReason('failed_attempts', count, { typical: attemptCountMin - 1, unit: 'attempts' }),
        ],
      })
    }

    return {
      protocols: [IpProtocol.tcp],
      onFlowFailed(flow) {
        // Nothing that a host says to itself crosses a cable: such a sender is forged.
        if (flows.originator(flow) === flows.responder(flow)) return
        const startUs = flows.firstUs(flow)
        const attempts = services.open(serviceKey(traffic, flow), startUs)
        attempts.advance(startUs, periodSeconds)
        attempts.count++
        attempts.evidence.addFlow(traffic, flow)
        if (attempts.hasDoubled(attempts.count, attemptCountMin)) report(attempts)
      },
    }
  },
})
