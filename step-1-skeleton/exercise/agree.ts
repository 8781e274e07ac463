// Read by tsc alone: starters export what the product's files do, so that one can stand for the other.
import type * as calibration from '../src/calibration.ts'
import type * as access from '../src/guard/access.ts'
import type * as tokenGate from '../src/guard/token-gate.ts'
import type * as isolationTree from '../src/isolation-tree.ts'
import * as calibrationStarter from './calibration.ts'
import * as accessStarter from './guard/access.ts'
import * as tokenGateStarter from './guard/token-gate.ts'
import * as isolationTreeStarter from './isolation-tree.ts'

calibrationStarter satisfies Public<typeof calibration>
accessStarter satisfies Public<typeof access>
tokenGateStarter satisfies Public<typeof tokenGate>
isolationTreeStarter satisfies Public<typeof isolationTree>

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
