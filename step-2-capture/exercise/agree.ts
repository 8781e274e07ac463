// Read by tsc alone: starters export what the product's files do, so that one can stand for the other.
import type * as ipv4 from '../src/decode/ipv4.ts'
import type * as udp from '../src/decode/udp.ts'
import type * as portScanObserver from '../src/detect/scan/port-scan-observer.ts'
import type * as portEntropy from '../src/features/port-entropy.ts'
import type * as flowKey from '../src/flow/flow-key.ts'
import * as ipv4Starter from './decode/ipv4.ts'
import * as udpStarter from './decode/udp.ts'
import * as portScanObserverStarter from './detect/scan/port-scan-observer.ts'
import * as portEntropyStarter from './features/port-entropy.ts'
import * as flowKeyStarter from './flow/flow-key.ts'

ipv4Starter satisfies Public<typeof ipv4>
udpStarter satisfies Public<typeof udp>
portScanObserverStarter satisfies Public<typeof portScanObserver>
portEntropyStarter satisfies Public<typeof portEntropy>
flowKeyStarter satisfies Public<typeof flowKey>

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
