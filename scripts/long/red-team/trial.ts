import type { Place } from './hub.ts'

/** What is played while the tap listens. */
export interface Trial {
  readonly name: string
  /** As the table of the document says it. */
  readonly about: string
  /** Where its command runs.  */
  readonly from: Place
  readonly command: string
  readonly secondsMax: number
  /** What must run at another place meanwhile. */
  readonly beside?: readonly (readonly [Place, string])[]
  /** Whom a detection must name; the intruder by default. */
  readonly source?: string
}
