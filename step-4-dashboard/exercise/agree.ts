// Read by tsc alone: starters export what the product's files do, so that one can stand for the other.
import type * as tickBuffer from '../src/live/tick-buffer.ts'
import * as tickBufferStarter from './live/tick-buffer.ts'

tickBufferStarter satisfies Public<typeof tickBuffer>

/** Classes count by what they offer, since private parts belong to one class alone. */
type Public<Module> = {
  [Name in keyof Module]: Module[Name] extends new (
    ...given: infer Given
  ) => infer Made
    ? new (
        ...given: Given
      ) => { [Part in keyof Made]: Made[Part] }
    : Module[Name]
}
