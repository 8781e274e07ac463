import { arpSpoof } from './arp-spoof.ts'
import { bruteForce, slowBruteForce } from './brute-force.ts'
import { dhcpFlood, dhcpStarvation, rogueDhcp } from './dhcp-attacks.ts'
import { flagScans } from './flag-scans.ts'
import { horizontalScan, outboundScan } from './horizontal-scan.ts'
import { icmpFlood } from './icmp-flood.ts'
import { office } from './office.ts'
import type { Scenario } from './scenario.ts'
import { slowScan } from './slow-scan.ts'
import { arpSweep, icmpSweep } from './sweeps.ts'
import { spoofedSynFlood, synFlood } from './syn-flood.ts'
import { udpFlood } from './udp-flood.ts'
import { udpScan } from './udp-scan.ts'
import { verticalPortScan } from './vertical-port-scan.ts'

/** Everything that the simulator can play, by name. */
export const scenarios: readonly Scenario[] = [
  office,
  verticalPortScan,
  horizontalScan,
  outboundScan,
  slowScan,
  udpScan,
  ...flagScans,
  icmpSweep,
  arpSweep,
  synFlood,
  spoofedSynFlood,
  udpFlood,
  icmpFlood,
  dhcpFlood,
  dhcpStarvation,
  rogueDhcp,
  arpSpoof,
  ...bruteForce,
  slowBruteForce,
]
