import { defineDetector } from '../src/detect/seam/detector.ts'
import type { DetectionHandle, Statement } from '../src/detect/seam/reporter.ts'
import { TrafficScript } from './traffic-script.ts'

const kinds = [
  { id: 'talk', title: '{source} said {count} things to {target}', technique: null, recommend: '' },
  { id: 'other', title: '', technique: null, recommend: '' },
] as const
export type Talk = Statement<(typeof kinds)[number]>

/** States the first packet with payload, and updates it at the next ones, once for each of `changes`. */
export function talker(...changes: readonly Partial<Talk>[]) {
  return defineDetector({
    name: 'talk',
    family: 'behaviour',
    about: '',
    kinds,
    options: {},
    watch(traffic, _, reporter) {
      let handle: DetectionHandle | undefined
      let count = 0
      return {
        onPayload() {
          const { flows, flow } = traffic
          const statement = {
            kind: 'talk',
            severity: 'low',
            score: 0.5,
            confidence: 0.5,
            source: flows.originator(flow),
            target: flows.responder(flow),
            firstUs: flows.firstUs(flow),
            values: { count: count + 1 },
            reasons: [],
            evidence: [],
          } as const
          const change = changes[count - 1]
          if (!handle) handle = reporter.emit(statement)
          else if (change) reporter.update(handle, { ...statement, ...change } as Talk)
          count++
        },
      }
    },
  })
}

/** Datagrams of one flow, ten seconds apart, with a moment after the last. */
export function talk(count: number): TrafficScript {
  const talking = new TrafficScript()
  for (let i = 0; i < count; i++) talking.udp('192.0.2.1:5000', '192.0.2.2:53').wait(10)
  return talking
}
