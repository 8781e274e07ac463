import { arpSpoof } from './arp-spoof.ts'
import { httpBeacon, tlsBeacon } from './beaconing.ts'
import { bruteForce, slowBruteForce } from './brute-force.ts'
import { cleartextLogins } from './cleartext-login.ts'
import { dhcpFlood, dhcpStarvation, rogueDhcp } from './dhcp-attacks.ts'
import { dnsTunnels } from './dns-tunnel.ts'
import { httpsExfiltration, icmpTunnel } from './exfiltration.ts'
import { flagScans } from './flag-scans.ts'
import { generatedDomains } from './generated-domains.ts'
import { horizontalScan, outboundScan } from './horizontal-scan.ts'
import { icmpFlood } from './icmp-flood.ts'
import { intrusion } from './intrusion.ts'
import { lateralMovement } from './lateral-movement.ts'
import { longConnection, reconnectionStorm, strobe } from './long-connection.ts'
import { modbusWrite } from './modbus-write.ts'
import { connectionWithoutDns, oddProtocol, portZero } from './odd-ports.ts'
import { office } from './office.ts'
import { cryptoMiner, reverseShell } from './remote-control.ts'
import type { Scenario } from './scenario.ts'
import { slowHttp } from './slow-http.ts'
import { slowScan } from './slow-scan.ts'
import { spam } from './spam.ts'
import { arpSweep, icmpSweep } from './sweeps.ts'
import { spoofedSynFlood, synFlood } from './syn-flood.ts'
import { udpFlood } from './udp-flood.ts'
import { udpScan } from './udp-scan.ts'
import { verticalPortScan } from './vertical-port-scan.ts'
import { webAttacks, webScanner } from './web-attacks.ts'
import { zerologon } from './zerologon.ts'

/** Everything that the simulator can play, by name, in the order of the detectors' families. */
export const scenarios: readonly Scenario[] = [
  office,
  verticalPortScan,
  horizontalScan,
  outboundScan,
  slowScan,
  udpScan,
  ...flagScans,
  portZero,
  icmpSweep,
  arpSweep,
  synFlood,
  spoofedSynFlood,
  udpFlood,
  icmpFlood,
  dhcpFlood,
  slowHttp,
  dhcpStarvation,
  rogueDhcp,
  arpSpoof,
  ...bruteForce,
  slowBruteForce,
  httpBeacon,
  tlsBeacon,
  longConnection,
  strobe,
  reconnectionStorm,
  connectionWithoutDns,
  oddProtocol,
  ...dnsTunnels,
  generatedDomains,
  httpsExfiltration,
  icmpTunnel,
  ...cleartextLogins,
  webScanner,
  ...webAttacks,
  reverseShell,
  cryptoMiner,
  lateralMovement,
  zerologon,
  spam,
  modbusWrite,
  intrusion,
]
