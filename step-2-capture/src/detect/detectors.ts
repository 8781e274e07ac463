import { createBeaconing } from './beacon/beaconing.ts'
import { createLongConnection } from './beacon/long-connection.ts'
import { createModbusAbuse } from './control/modbus-abuse.ts'
import { createDnsTunnel } from './covert/dns-tunnel.ts'
import { createExfiltration } from './covert/exfiltration.ts'
import { createIcmpTunnel } from './covert/icmp-tunnel.ts'
import { createOddPort } from './covert/odd-port.ts'
import { createDatagramFlood } from './flood/datagram-flood.ts'
import { createHttpFlood } from './flood/http-flood.ts'
import { createLandAttack } from './flood/land-attack.ts'
import { createSlowHttp } from './flood/slow-http.ts'
import { createSynFlood } from './flood/syn-flood.ts'
import { createTcpFlood } from './flood/tcp-flood.ts'
import { createArpSpoofing } from './lan/arp-spoofing.ts'
import { createDhcpAbuse } from './lan/dhcp-abuse.ts'
import { createIcmpRedirect } from './lan/icmp-redirect.ts'
import { createMacFlood } from './lan/mac-flood.ts'
import { createNeighbourSpoofing } from './lan/neighbour-spoofing.ts'
import { createClearTextLogin } from './login/clear-text-login.ts'
import { createLoginGuessing } from './login/login-guessing.ts'
import { createSnmpGuessing } from './login/snmp-guessing.ts'
import { createConnectionWithoutDns } from './name/connection-without-dns.ts'
import { createGeneratedDomains } from './name/generated-domains.ts'
import { createNamePoisoning } from './name/name-poisoning.ts'
import { createArpSweep } from './scan/arp-sweep.ts'
import { createFanOut } from './scan/fan-out.ts'
import { createPingSweep } from './scan/ping-sweep.ts'
import { createPortScan, createUdpPortScan } from './scan/port-scan.ts'
import { createReconnectionStorm } from './scan/reconnection-storm.ts'
import { createStealthScan } from './scan/stealth-scan.ts'
import { createStrobe } from './scan/strobe.ts'
import type { TrafficDetectorFactory } from './seam/traffic-detector.ts'
import { createSignatures } from './signature/signatures.ts'
import { createDisguisedProgram } from './web/disguised-program.ts'
import { createEncodedCheckIn } from './web/encoded-check-in.ts'
import { createExecutableTransfer } from './web/executable-transfer.ts'
import { createHeartbleed } from './web/heartbleed.ts'
import { createSessionTheft } from './web/session-theft.ts'
import { createWebScan } from './web/web-scan.ts'
import { createKerberosAbuse } from './windows/kerberos-abuse.ts'
import { createNetlogonAbuse } from './windows/netlogon-abuse.ts'
import { createRemoteProcedureAbuse } from './windows/remote-procedure-abuse.ts'

/** Every detector that needs no training, by the name of its options. */
const factories = {
  portScan: createPortScan,
  udpPortScan: createUdpPortScan,
  synFlood: createSynFlood,
  tcpFlood: createTcpFlood,
  landAttack: createLandAttack,
  pingSweep: createPingSweep,
  arpSweep: createArpSweep,
  arpSpoofing: createArpSpoofing,
  icmpTunnel: createIcmpTunnel,
  dnsTunnel: createDnsTunnel,
  generatedDomains: createGeneratedDomains,
  beaconing: createBeaconing,
  strobe: createStrobe,
  longConnection: createLongConnection,
  loginGuessing: createLoginGuessing,
  dhcpAbuse: createDhcpAbuse,
  netlogonAbuse: createNetlogonAbuse,
  stealthScan: createStealthScan,
  datagramFlood: createDatagramFlood,
  exfiltration: createExfiltration,
  fanOut: createFanOut,
  modbusAbuse: createModbusAbuse,
  clearTextLogin: createClearTextLogin,
  oddPort: createOddPort,
  reconnectionStorm: createReconnectionStorm,
  slowHttp: createSlowHttp,
  webScan: createWebScan,
  namePoisoning: createNamePoisoning,
  connectionWithoutDns: createConnectionWithoutDns,
  executableTransfer: createExecutableTransfer,
  encodedCheckIn: createEncodedCheckIn,
  httpFlood: createHttpFlood,
  heartbleed: createHeartbleed,
  disguisedProgram: createDisguisedProgram,
  macFlood: createMacFlood,
  neighbourSpoofing: createNeighbourSpoofing,
  icmpRedirect: createIcmpRedirect,
  snmpGuessing: createSnmpGuessing,
  sessionTheft: createSessionTheft,
  kerberosAbuse: createKerberosAbuse,
  remoteProcedureAbuse: createRemoteProcedureAbuse,
  signatures: createSignatures,
}

/** Other thresholds than the default ones, by detector. */
export type DetectorOptions = {
  readonly [Name in keyof typeof factories]?: Parameters<(typeof factories)[Name]>[0]
}

/** Every detector that needs no training, in the order in which they are asked. */
export function defaultDetectors(options: DetectorOptions = {}): readonly TrafficDetectorFactory[] {
  const make = <Name extends keyof typeof factories>(name: Name) => {
    const create = factories[name] as (given?: unknown) => TrafficDetectorFactory
    return create(options[name])
  }
  return (Object.keys(factories) as (keyof typeof factories)[]).map(make)
}
