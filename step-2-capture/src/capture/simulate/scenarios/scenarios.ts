import { office } from './office.ts'
import type { Scenario } from './scenario.ts'
import { spoofedSynFlood, synFlood } from './syn-flood.ts'
import { verticalPortScan } from './vertical-port-scan.ts'

/** Everything that the simulator can play, by name. */
export const scenarios: readonly Scenario[] = [office, verticalPortScan, synFlood, spoofedSynFlood]
