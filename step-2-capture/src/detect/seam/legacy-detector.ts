import { z } from 'zod'
import type { Detector } from './detector.ts'
import type { Traffic } from './emitting-traffic.ts'
import type { DetectorFamily } from './family.ts'
import type { ObserverFactory } from './observer.ts'

/** A detector that is not described yet: it states drafts through `traffic.emit`. */
export function legacyDetector(
  name: string,
  factory: (traffic: Traffic) => ReturnType<ObserverFactory>,
  family: DetectorFamily = 'behaviour',
): Detector {
  const self: Detector = {
    name,
    family,
    about: '',
    kinds: [],
    options: z.strictObject({}),
    settings: {},
    with: () => self,
    observe: (traffic) => factory(traffic as Traffic),
  }
  return self
}
