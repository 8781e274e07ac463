import type { TrafficObserver } from './observer.ts'

/** The names of an observer's hooks. */
export type HookName = Extract<keyof TrafficObserver, `on${string}`>
/** An observer's method for a hook, bound to it. */
export type BoundHook<M extends HookName> = OmitThisParameter<Required<TrafficObserver>[M]>

/**
 * The methods of those observers that implement this hook. Bound once, since looking a method up on
 * thirty kinds of object costs the packet loop more than calling it.
 */
export function boundHooks<M extends HookName>(
  observers: readonly TrafficObserver[],
  hook: M,
): readonly BoundHook<M>[] {
  return observers.flatMap((observer) => {
    const method = observer[hook]
    // A bound method has the parameters that it had.
    return method ? [method.bind(observer as never) as unknown as BoundHook<M>] : []
  })
}

/** Asks each in turn, all of them; true when one says so. */
export function anySays(calls: readonly (() => boolean)[]): boolean {
  let isSo = false
  for (let i = 0; i < calls.length; i++) if ((calls[i] as () => boolean)()) isSo = true
  return isSo
}

/** Calls each in turn. By index: an iterator a packet is garbage until the loop is optimized. */
export function dispatch(calls: readonly (() => void)[]): void {
  for (let i = 0; i < calls.length; i++) (calls[i] as () => void)()
}
