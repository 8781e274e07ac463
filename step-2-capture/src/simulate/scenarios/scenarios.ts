import { amplification } from './amplification.ts'
import { arpSpoof } from './arp-spoof.ts'
import { httpBeacon, tlsBeacon } from './beaconing.ts'
import { bruteForce, slowBruteForce } from './brute-force.ts'
import { cleartextLogins } from './cleartext-login.ts'
import { controllerStop } from './controller-stop.ts'
import { dhcpFlood, dhcpStarvation, rogueDhcp } from './dhcp-attacks.ts'
import { directorySearch } from './directory-search.ts'
import { dnsIdGuessing, dnsSpoofing } from './dns-spoofing.ts'
import { dnsTunnels } from './dns-tunnel.ts'
import { coercedLogin, kerberosGuessing } from './domain-attacks.ts'
import { bareExfiltration, httpsExfiltration, icmpTunnel } from './exfiltration.ts'
import { flagScans } from './flag-scans.ts'
import {
  contradictingFragments,
  fragmentFlood,
  oversizedPing,
  tinyFragments,
} from './fragment-attacks.ts'
import { gatewayTakeover } from './gateway-takeover.ts'
import { generatedDomains } from './generated-domains.ts'
import { heartbleed } from './heartbleed.ts'
import { horizontalScan, outboundScan } from './horizontal-scan.ts'
import { hostProbing } from './host-probing.ts'
import { httpFlood } from './http-flood.ts'
import { icmpFlood, icmpMessageFlood } from './icmp-flood.ts'
import { intrusion } from './intrusion.ts'
import { lateralMovement } from './lateral-movement.ts'
import { icmpRedirect, macFlood, neighbourSpoofing } from './link-attacks.ts'
import { loaderDownload } from './loader-download.ts'
import { loginRelay } from './login-relay.ts'
import { longConnection, reconnectionStorm, strobe, strobeOfDay } from './long-connection.ts'
import { mailProgram } from './mail-program.ts'
import { mailUserGuessing } from './mail-user-guessing.ts'
import { disguisedProgram, driveBy, executableTransfer, malwareCheckIn } from './malware-loading.ts'
import { managementHashes } from './management-hashes.ts'
import { modbusWrite } from './modbus-write.ts'
import { namePoisoning } from './name-poisoning.ts'
import { connectionWithoutDns, oddProtocol, portZero } from './odd-ports.ts'
import { office } from './office.ts'
import { ownCertificate } from './own-certificate.ts'
import { programOnShare } from './program-on-share.ts'
import { protocolScan } from './protocol-scan.ts'
import { relayedSpam } from './relayed-spam.ts'
import { remoteAccessTrojan } from './remote-access-trojan.ts'
import { cryptoMiner, reverseShell } from './remote-control.ts'
import type { Scenario } from './scenario.ts'
import { injectedAnswer, injectedReset } from './segment-injection.ts'
import { sessionTheft } from './session-theft.ts'
import { shareEncryption } from './share-encryption.ts'
import { slowHttp } from './slow-http.ts'
import { slowScan } from './slow-scan.ts'
import { smurf } from './smurf.ts'
import { snmpGuessing } from './snmp-guessing.ts'
import { spam } from './spam.ts'
import { protocolFlood, repeatedDatagramFlood } from './steady-floods.ts'
import { machineReport, spreadCheckIn, stealerReport } from './stealers.ts'
import { landAttack, tcpFlood } from './stray-segments.ts'
import { arpSweep, icmpSweep } from './sweeps.ts'
import { announcementFlood, doubleTag, rootTakeover, trunkNegotiation } from './switch-attacks.ts'
import { spoofedSynFlood, synFlood } from './syn-flood.ts'
import { telephoneGuessing } from './telephone-guessing.ts'
import { udpFlood } from './udp-flood.ts'
import { udpScan } from './udp-scan.ts'
import { verticalPortScan } from './vertical-port-scan.ts'
import { webAttacks, webScanner } from './web-attacks.ts'
import { wirelessAttacks } from './wireless-attacks.ts'
import { zerologon } from './zerologon.ts'
import { refusedZoneTransfer, zoneTransfer } from './zone-transfer.ts'

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
  tcpFlood,
  landAttack,
  contradictingFragments,
  oversizedPing,
  tinyFragments,
  fragmentFlood,
  udpFlood,
  repeatedDatagramFlood,
  protocolFlood,
  amplification,
  icmpFlood,
  icmpMessageFlood,
  smurf,
  dhcpFlood,
  slowHttp,
  httpFlood,
  dhcpStarvation,
  rogueDhcp,
  arpSpoof,
  namePoisoning,
  dnsSpoofing,
  dnsIdGuessing,
  zoneTransfer,
  refusedZoneTransfer,
  macFlood,
  rootTakeover,
  announcementFlood,
  trunkNegotiation,
  doubleTag,
  gatewayTakeover,
  neighbourSpoofing,
  icmpRedirect,
  ...wirelessAttacks,
  ...bruteForce,
  slowBruteForce,
  snmpGuessing,
  mailUserGuessing,
  managementHashes,
  kerberosGuessing,
  coercedLogin,
  directorySearch,
  sessionTheft,
  injectedAnswer,
  injectedReset,
  httpBeacon,
  tlsBeacon,
  longConnection,
  strobe,
  strobeOfDay,
  reconnectionStorm,
  connectionWithoutDns,
  ownCertificate,
  oddProtocol,
  ...dnsTunnels,
  generatedDomains,
  httpsExfiltration,
  bareExfiltration,
  icmpTunnel,
  ...cleartextLogins,
  webScanner,
  ...webAttacks,
  executableTransfer,
  disguisedProgram,
  driveBy,
  loaderDownload,
  spreadCheckIn,
  stealerReport,
  machineReport,
  protocolScan,
  hostProbing,
  programOnShare,
  shareEncryption,
  loginRelay,
  mailProgram,
  relayedSpam,
  telephoneGuessing,
  remoteAccessTrojan,
  malwareCheckIn,
  heartbleed,
  reverseShell,
  cryptoMiner,
  lateralMovement,
  zerologon,
  spam,
  modbusWrite,
  controllerStop,
  intrusion,
]
