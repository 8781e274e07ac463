import { applicationNames } from '../flow/application.ts'
import { detectorsWith } from './flow-moments.ts'
import type { TrafficDetector } from './traffic-detector.ts'

type With<M extends keyof TrafficDetector> = Required<Pick<TrafficDetector, M>>
/** The moments that every detector is told which has them. */
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

/** For each moment the detectors that have it, so that the packet loop asks nobody in vain. */
export type Moments = { readonly [M in CommonMoment]: readonly With<M>[] } & {
  readonly payload: PayloadMoments
}

/** Who is shown a payload: most detectors care for a few protocols only. */
export interface PayloadMoments {
  readonly ofAll: readonly With<'onPayload'>[]
  /** By Application. */
  readonly ofApplication: readonly (readonly With<'onPayload'>[])[]
  /** Whether anybody cares for a port: a byte a port. */
  readonly hasPort: Uint8Array
  readonly ofPort: ReadonlyMap<number, readonly With<'onPayload'>[]>
}

export function momentsOf(detectors: readonly TrafficDetector[]): Moments {
  const having = <M extends keyof TrafficDetector>(moment: M) => detectorsWith(detectors, moment)
  return {
    onPacket: having('onPacket'),
    onIcmp: having('onIcmp'),
    onDns: having('onDns'),
    onHttp: having('onHttp'),
    onArp: having('onArp'),
    onWindow: having('onWindow'),
    onTick: having('onTick'),
    onHostEvict: having('onHostEvict'),
    onEnd: having('onEnd'),
    payload: payloadMomentsOf(having('onPayload')),
  }
}

function payloadMomentsOf(
  detectors: readonly (TrafficDetector & With<'onPayload'>)[],
): PayloadMoments {
  const ofPort = new Map<number, With<'onPayload'>[]>()
  const hasPort = new Uint8Array(65_536)
  for (const detector of detectors) {
    if (detector.applications) continue
    for (const port of detector.ports ?? []) {
      hasPort[port] = 1
      ofPort.set(port, [...(ofPort.get(port) ?? []), detector])
    }
  }
  return {
    ofAll: detectors.filter(({ applications, ports }) => !applications && !ports),
    ofApplication: applicationNames.map((_, application) =>
      detectors.filter(({ applications }) => applications?.includes(application)),
    ),
    hasPort,
    ofPort,
  }
}
