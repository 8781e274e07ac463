import { beaconing } from './beacon/beaconing.ts'
import { longConnection } from './beacon/long-connection.ts'
import { controlCommands } from './control/control-commands.ts'
import { modbusAbuse } from './control/modbus-abuse.ts'
import { c2Certificate } from './covert/c2-certificate.ts'
import { dnsTunnel } from './covert/dns-tunnel.ts'
import { dynamicName } from './covert/dynamic-name.ts'
import { exfiltration } from './covert/exfiltration.ts'
import { framedSession } from './covert/framed-session.ts'
import { icmpTunnel } from './covert/icmp-tunnel.ts'
import { oddPort } from './covert/odd-port.ts'
import { reportedMachine } from './covert/reported-machine.ts'
import { stealerReport } from './covert/stealer-report.ts'
import { typedCommands } from './covert/typed-commands.ts'
import { amplification } from './flood/amplification.ts'
import { datagramFlood } from './flood/datagram-flood.ts'
import { fragmentAttack } from './flood/fragment-attack.ts'
import { httpFlood } from './flood/http-flood.ts'
import { icmpMessageFlood } from './flood/icmp-message-flood.ts'
import { landAttack } from './flood/land-attack.ts'
import { slowHttp } from './flood/slow-http.ts'
import { steadyFlood } from './flood/steady-flood.ts'
import { synFlood } from './flood/syn-flood.ts'
import { tcpFlood } from './flood/tcp-flood.ts'
import { arpSpoofing } from './lan/arp-spoofing.ts'
import { dhcpAbuse } from './lan/dhcp-abuse.ts'
import { gatewayTakeover } from './lan/gateway-takeover.ts'
import { icmpRedirect } from './lan/icmp-redirect.ts'
import { macFlood } from './lan/mac-flood.ts'
import { neighbourSpoofing } from './lan/neighbour-spoofing.ts'
import { segmentInjection } from './lan/segment-injection.ts'
import { switchControl } from './lan/switch-control.ts'
import { vlanHopping } from './lan/vlan-hopping.ts'
import { clearTextLogin } from './login/clear-text-login.ts'
import { loginGuessing } from './login/login-guessing.ts'
import { mailUserGuessing } from './login/mail-user-guessing.ts'
import { managementHashes } from './login/management-hashes.ts'
import { snmpGuessing } from './login/snmp-guessing.ts'
import { telephoneAbuse } from './login/telephone-abuse.ts'
import { mailProgram } from './mail/mail-program.ts'
import { relayedSpam } from './mail/relayed-spam.ts'
import { connectionWithoutDns } from './name/connection-without-dns.ts'
import { dnsSpoofing } from './name/dns-spoofing.ts'
import { generatedDomains } from './name/generated-domains.ts'
import { namePoisoning } from './name/name-poisoning.ts'
import { zoneTransfer } from './name/zone-transfer.ts'
import { arpSweep } from './scan/arp-sweep.ts'
import { fanOut } from './scan/fan-out.ts'
import { hostProbing } from './scan/host-probing.ts'
import { pingSweep } from './scan/ping-sweep.ts'
import { portScan, udpPortScan } from './scan/port-scan.ts'
import { protocolScan } from './scan/protocol-scan.ts'
import { reconnectionStorm } from './scan/reconnection-storm.ts'
import { stealthScan } from './scan/stealth-scan.ts'
import { strobe } from './scan/strobe.ts'
import type { Detector } from './seam/detector.ts'
import { signatures } from './signature/signatures.ts'
import { disguisedProgram } from './web/disguised-program.ts'
import { driveBy } from './web/drive-by.ts'
import { encodedCheckIn } from './web/encoded-check-in.ts'
import { executableTransfer } from './web/executable-transfer.ts'
import { heartbleed } from './web/heartbleed.ts'
import { loaderDownload } from './web/loader-download.ts'
import { sessionTheft } from './web/session-theft.ts'
import { spreadRequests } from './web/spread-requests.ts'
import { webScan } from './web/web-scan.ts'
import { directorySearch } from './windows/directory-search.ts'
import { kerberosAbuse } from './windows/kerberos-abuse.ts'
import { loginRelay } from './windows/login-relay.ts'
import { netlogonAbuse } from './windows/netlogon-abuse.ts'
import { remoteProcedureAbuse } from './windows/remote-procedure-abuse.ts'
import { shareEncryption } from './windows/share-encryption.ts'
import { shareProgram } from './windows/share-program.ts'
import { rogueAccessPoint } from './wireless/rogue-access-point.ts'
import { wirelessFlood } from './wireless/wireless-flood.ts'

/** Every detector that needs no training, in the order in which they are asked. */
export const detectors: readonly Detector[] = [
  portScan,
  udpPortScan,
  synFlood,
  tcpFlood,
  landAttack,
  fragmentAttack,
  pingSweep,
  arpSweep,
  arpSpoofing,
  icmpTunnel,
  dnsTunnel,
  generatedDomains,
  beaconing,
  strobe,
  longConnection,
  loginGuessing,
  dhcpAbuse,
  netlogonAbuse,
  stealthScan,
  protocolScan,
  hostProbing,
  datagramFlood,
  icmpMessageFlood,
  exfiltration,
  fanOut,
  modbusAbuse,
  controlCommands,
  clearTextLogin,
  oddPort,
  reconnectionStorm,
  slowHttp,
  webScan,
  namePoisoning,
  connectionWithoutDns,
  executableTransfer,
  encodedCheckIn,
  httpFlood,
  heartbleed,
  disguisedProgram,
  loaderDownload,
  macFlood,
  neighbourSpoofing,
  icmpRedirect,
  snmpGuessing,
  sessionTheft,
  kerberosAbuse,
  directorySearch,
  remoteProcedureAbuse,
  c2Certificate,
  driveBy,
  typedCommands,
  shareProgram,
  telephoneAbuse,
  framedSession,
  dynamicName,
  zoneTransfer,
  dnsSpoofing,
  mailUserGuessing,
  switchControl,
  mailProgram,
  shareEncryption,
  loginRelay,
  segmentInjection,
  wirelessFlood,
  rogueAccessPoint,
  vlanHopping,
  gatewayTakeover,
  steadyFlood,
  managementHashes,
  relayedSpam,
  amplification,
  spreadRequests,
  stealerReport,
  reportedMachine,
  signatures,
]
