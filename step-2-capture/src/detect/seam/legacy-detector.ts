import { z } from 'zod'
import type { Detector } from './detector.ts'
import type { Traffic } from './emitting-traffic.ts'
import type { ObserverFactory } from './observer.ts'

/** A detector that is not described yet: it states drafts through `traffic.emit`. */
export function legacyDetector(
  name: string,
  factory: (traffic: Traffic) => ReturnType<ObserverFactory>,
): Detector {
  const self: Detector = {
    name,
    family: 'behaviour',
    about: '',
    kinds: [],
    options: z.strictObject({}),
    settings: {},
    with: () => self,
    observe: (traffic) => factory(traffic as Traffic),
  }
  return self
}
