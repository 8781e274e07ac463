import type { TrafficDetector } from './traffic-detector.ts'

/** The names of a detector's moments. */
export type Moment = Extract<keyof TrafficDetector, `on${string}`>
/** A detector's method for a moment, bound to it. */
export type MomentCall<M extends Moment> = OmitThisParameter<Required<TrafficDetector>[M]>

/**
 * The methods of those detectors that have this moment. Bound once, since looking a method up on
 * thirty kinds of object costs the packet loop more than calling it.
 */
export function callsOf<M extends Moment>(
  detectors: readonly TrafficDetector[],
  moment: M,
): readonly MomentCall<M>[] {
  return detectors.flatMap((detector) => {
    const method = detector[moment]
    // A bound method has the parameters that it had.
    return method ? [method.bind(detector as never) as unknown as MomentCall<M>] : []
  })
}

/** Calls each in turn. By index: an iterator a packet is garbage until the loop is optimized. */
export function tell(calls: readonly (() => void)[]): void {
  for (let i = 0; i < calls.length; i++) (calls[i] as () => void)()
}
