import { applicationNames } from '../flow/application.ts'
import { callsOf, type MomentCall } from './moment-calls.ts'
import type { TrafficDetector } from './traffic-detector.ts'

/** The moments that every detector is told which has them; those of flows are in FlowMoments. */
type CommonMoment =
  | 'onPacket'
  | 'onIcmp'
  | 'onDns'
  | 'onHttp'
  | 'onArp'
  | 'onWindow'
  | 'onTick'
  | 'onHostEvict'
  | 'onEnd'

/** For each moment whom it is told, so that the packet loop asks nobody in vain. */
export type Moments = { readonly [M in CommonMoment]: readonly MomentCall<M>[] } & {
  readonly payload: PayloadMoments
}

type PayloadCalls = readonly MomentCall<'onPayload'>[]

/** Who is shown a payload: most detectors care for a few protocols only. */
export interface PayloadMoments {
  readonly ofAll: PayloadCalls
  /** By Application. */
  readonly ofApplication: readonly PayloadCalls[]
  /** Whether anybody cares for a port: a byte a port. */
  readonly hasPort: Uint8Array
  readonly ofPort: ReadonlyMap<number, PayloadCalls>
}

export function momentsOf(detectors: readonly TrafficDetector[]): Moments {
  return {
    onPacket: callsOf(detectors, 'onPacket'),
    onIcmp: callsOf(detectors, 'onIcmp'),
    onDns: callsOf(detectors, 'onDns'),
    onHttp: callsOf(detectors, 'onHttp'),
    onArp: callsOf(detectors, 'onArp'),
    onWindow: callsOf(detectors, 'onWindow'),
    onTick: callsOf(detectors, 'onTick'),
    onHostEvict: callsOf(detectors, 'onHostEvict'),
    onEnd: callsOf(detectors, 'onEnd'),
    payload: payloadMomentsOf(detectors),
  }
}

function payloadMomentsOf(detectors: readonly TrafficDetector[]): PayloadMoments {
  const ofPort = new Map<number, PayloadCalls>()
  const hasPort = new Uint8Array(65_536)
  for (const detector of detectors) {
    if (detector.applications) continue
    for (const port of detector.ports ?? []) {
      hasPort[port] = 1
      ofPort.set(port, [...(ofPort.get(port) ?? []), ...callsOf([detector], 'onPayload')])
    }
  }
  return {
    ofAll: callsOf(
      detectors.filter(({ applications, ports }) => !applications && !ports),
      'onPayload',
    ),
    ofApplication: applicationNames.map((_, application) =>
      callsOf(
        detectors.filter(({ applications }) => applications?.includes(application)),
        'onPayload',
      ),
    ),
    hasPort,
    ofPort,
  }
}
