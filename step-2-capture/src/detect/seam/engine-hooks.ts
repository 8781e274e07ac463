import { type BoundHook, boundHooks } from './bound-hooks.ts'
import type { TrafficObserver } from './observer.ts'

/** The hooks that the engine calls by itself; see also FlowHooks and PayloadHooks. */
type EngineHookName =
  | 'onPacket'
  | 'onIcmp'
  | 'onArp'
  | 'onLink'
  | 'onWireless'
  | 'onFragment'
  | 'onWindow'
  | 'onTick'
  | 'onHostEvict'
  | 'onEnd'

/** The handlers of each hook, collected once, so the packet loop calls only who implements it. */
export type EngineHooks = { readonly [M in EngineHookName]: readonly BoundHook<M>[] }

export function engineHooksOf(observers: readonly TrafficObserver[]): EngineHooks {
  return {
    onPacket: boundHooks(observers, 'onPacket'),
    onIcmp: boundHooks(observers, 'onIcmp'),
    onArp: boundHooks(observers, 'onArp'),
    onLink: boundHooks(observers, 'onLink'),
    onWireless: boundHooks(observers, 'onWireless'),
    onFragment: boundHooks(observers, 'onFragment'),
    onWindow: boundHooks(observers, 'onWindow'),
    onTick: boundHooks(observers, 'onTick'),
    onHostEvict: boundHooks(observers, 'onHostEvict'),
    onEnd: boundHooks(observers, 'onEnd'),
  }
}
