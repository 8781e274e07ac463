import { createArpSpoofing } from './behaviour/arp-spoofing.ts'
import { createArpSweep } from './behaviour/arp-sweep.ts'
import { createBeaconing } from './behaviour/beaconing.ts'
import { createClearTextLogin } from './behaviour/clear-text-login.ts'
import { createConnectionWithoutDns } from './behaviour/connection-without-dns.ts'
import { createDatagramFlood } from './behaviour/datagram-flood.ts'
import { createDhcpAbuse } from './behaviour/dhcp-abuse.ts'
import { createDisguisedProgram } from './behaviour/disguised-program.ts'
import { createDnsTunnel } from './behaviour/dns-tunnel.ts'
import { createEncodedCheckIn } from './behaviour/encoded-check-in.ts'
import { createExecutableTransfer } from './behaviour/executable-transfer.ts'
import { createExfiltration } from './behaviour/exfiltration.ts'
import { createFanOut } from './behaviour/fan-out.ts'
import { createGeneratedDomains } from './behaviour/generated-domains.ts'
import { createHeartbleed } from './behaviour/heartbleed.ts'
import { createHttpFlood } from './behaviour/http-flood.ts'
import { createIcmpRedirect } from './behaviour/icmp-redirect.ts'
import { createIcmpTunnel } from './behaviour/icmp-tunnel.ts'
import { createKerberosAbuse } from './behaviour/kerberos-abuse.ts'
import { createLandAttack } from './behaviour/land-attack.ts'
import { createLoginGuessing } from './behaviour/login-guessing.ts'
import { createLongConnection } from './behaviour/long-connection.ts'
import { createMacFlood } from './behaviour/mac-flood.ts'
import { createModbusAbuse } from './behaviour/modbus-abuse.ts'
import { createNamePoisoning } from './behaviour/name-poisoning.ts'
import { createNeighbourSpoofing } from './behaviour/neighbour-spoofing.ts'
import { createNetlogonAbuse } from './behaviour/netlogon-abuse.ts'
import { createOddPort } from './behaviour/odd-port.ts'
import { createPingSweep } from './behaviour/ping-sweep.ts'
import { createPortScan, createUdpPortScan } from './behaviour/port-scan.ts'
import { createReconnectionStorm } from './behaviour/reconnection-storm.ts'
import { createRemoteProcedureAbuse } from './behaviour/remote-procedure-abuse.ts'
import { createSessionTheft } from './behaviour/session-theft.ts'
import { createSlowHttp } from './behaviour/slow-http.ts'
import { createSnmpGuessing } from './behaviour/snmp-guessing.ts'
import { createStealthScan } from './behaviour/stealth-scan.ts'
import { createStrobe } from './behaviour/strobe.ts'
import { createSynFlood } from './behaviour/syn-flood.ts'
import { createTcpFlood } from './behaviour/tcp-flood.ts'
import { createWebScan } from './behaviour/web-scan.ts'
import { createSignatures } from './payload/signatures.ts'
import type { TrafficDetectorFactory } from './traffic-detector.ts'

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
