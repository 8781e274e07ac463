import { callsOf, type MomentCall } from './bound-hooks.ts'
import type { TrafficDetector } from './traffic-detector.ts'

/** The moments that the engine tells by itself; see also FlowMoments and PayloadMoments. */
type EngineMoment =
  | 'onPacket'
  | 'onIcmp'
  | 'onArp'
  | 'onWindow'
  | 'onTick'
  | 'onHostEvict'
  | 'onEnd'

/** For each moment whom it is told, so that the packet loop asks nobody in vain. */
export type Moments = { readonly [M in EngineMoment]: readonly MomentCall<M>[] }

export function momentsOf(detectors: readonly TrafficDetector[]): Moments {
  return {
    onPacket: callsOf(detectors, 'onPacket'),
    onIcmp: callsOf(detectors, 'onIcmp'),
    onArp: callsOf(detectors, 'onArp'),
    onWindow: callsOf(detectors, 'onWindow'),
    onTick: callsOf(detectors, 'onTick'),
    onHostEvict: callsOf(detectors, 'onHostEvict'),
    onEnd: callsOf(detectors, 'onEnd'),
  }
}
