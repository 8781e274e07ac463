import { type BoundHook, boundHooks } from './bound-hooks.ts'
import type { TrafficObserver } from './observer.ts'

/** The moments that the engine tells by itself; see also FlowHooks and PayloadHooks. */
type EngineHookName =
  | 'onPacket'
  | 'onIcmp'
  | 'onArp'
  | 'onWindow'
  | 'onTick'
  | 'onHostEvict'
  | 'onEnd'

/** For each moment whom it is told, so that the packet loop asks nobody in vain. */
export type EngineHooks = { readonly [M in EngineHookName]: readonly BoundHook<M>[] }

export function engineHooksOf(detectors: readonly TrafficObserver[]): EngineHooks {
  return {
    onPacket: boundHooks(detectors, 'onPacket'),
    onIcmp: boundHooks(detectors, 'onIcmp'),
    onArp: boundHooks(detectors, 'onArp'),
    onWindow: boundHooks(detectors, 'onWindow'),
    onTick: boundHooks(detectors, 'onTick'),
    onHostEvict: boundHooks(detectors, 'onHostEvict'),
    onEnd: boundHooks(detectors, 'onEnd'),
  }
}
