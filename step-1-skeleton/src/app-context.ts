import type { FailureLog } from './failure-log.ts'
import type { ModelHolder } from './model-holder.ts'

/** What the routes work with; everything that a test wants to replace comes in here. */
export interface AppContext {
  readonly holder: ModelHolder
  readonly now: () => Date
  /** Takes what no request gets as its answer. */
  readonly log: FailureLog
  /** Which of the four steps answers, 1 to 4. */
  readonly step: number
  /** Where the numbers come from now: `features` in step 1, later the source of the newest run. */
  readonly mode: () => string
  /** What else is not well, a sentence each: later steps have more that can fail. */
  readonly problems?: () => readonly string[]
  /** What should run and does not, by name: later steps have captures that last. */
  readonly notRunning?: () => readonly string[]
}
