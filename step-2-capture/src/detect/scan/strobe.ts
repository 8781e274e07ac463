import { IpProtocol } from '../../decode/frame.ts'
import { defineDetector } from '../seam/detector.ts'
import { allowSources, limit, seconds } from '../seam/option.ts'
import { techniques } from '../seam/techniques.ts'
import { about, countReason } from '../track/about-tracker.ts'
import { counted } from '../track/counted.ts'
import { PeriodTracker } from '../track/period-tracker.ts'
import { durationText, growthScore } from '../track/severity-scale.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 8,192 pairs at 200 B are 2 MB. */
export const pairCountMax = 8_192
const daySeconds = 86_400

/** The connections from one host to another. */
class Connections extends PeriodTracker {
  count = 0

  protected startPeriod(): void {
    this.count = 0
  }
}

export const strobe = defineDetector({
  name: 'strobe',
  family: 'behaviour',
  about: 'A host that connects to another more than once a second, for a day.',
  kinds: [
    {
      id: 'strobe',
      title: '{source} connected to {target} {times} in {span} (threshold: {limit} in {period})',
      technique: techniques.T1071,
      recommend:
        'A connection a second, all day long, is a program that does not keep its connection. Find ' +
        'out whether it is faulty or malicious.',
    },
  ],
  options: {
    connectionCountMin: limit(daySeconds, {
      about: 'Connections from one host to another within a period',
      unit: 'connections',
      source: 'RITA: one a second',
    }),
    periodSeconds: seconds(daySeconds, { about: 'Traffic time over which they count', min: 1 }),
    allow: allowSources('Hosts that may connect that often'),
  },
  watch(traffic, settings, reporter) {
    const { flows } = traffic
    const { connectionCountMin, periodSeconds } = settings
    const pairs = new TrackerTable({
      traffic,
      countMax: pairCountMax,
      forgetAfterSeconds: periodSeconds,
      tracker: Connections,
    })

    function report(pair: Connections): void {
      reporter.emit({
        restate: () => report(pair),
        ...about(pair),
        kind: 'strobe',
        severity: 'low',
        score: growthScore(pair.count, connectionCountMin),
        confidence: 0.6,
        values: {
          times: counted(pair.count, 'time'),
          span: durationText(pair.seconds),
          limit: connectionCountMin,
          period: durationText(periodSeconds),
        },
        reasons: [
          countReason('connections', pair.count, {
            typical: connectionCountMin - 1,
            unit: 'connections',
          }),
        ],
      })
    }

    return {
      protocols: [IpProtocol.tcp],
      onFlowStart(flow) {
        const pair = pairs.open({ host: flows.originator(flow), peer: flows.responder(flow) })
        pair.advance(traffic.timeUs, periodSeconds)
        pair.count++
        pair.evidence.addFlow(traffic, flow)
        if (pair.hasDoubled(pair.count, connectionCountMin)) report(pair)
      },
    }
  },
})
