import { directorySearch } from '../../src/detect/windows/directory-search.ts'
import { kerberosAbuse } from '../../src/detect/windows/kerberos-abuse.ts'
import { netlogonAbuse } from '../../src/detect/windows/netlogon-abuse.ts'
import { remoteProcedureAbuse } from '../../src/detect/windows/remote-procedure-abuse.ts'
import { shareProgram } from '../../src/detect/windows/share-program.ts'
import { RpcInterface, rpcBind, rpcRequest } from '../../src/simulate/packet-builder/dcerpc.ts'
import { ldapFilter, ldapSearch } from '../../src/simulate/packet-builder/ldap.ts'
import {
  smbMessage,
  treeConnectRequest,
  writeRequest,
} from '../../src/simulate/packet-builder/smb2.ts'
import {
  kerberosError,
  loginReply,
  loginRequest,
  overTcp,
  ticketRequest,
} from '../kerberos-messages.ts'
import type { OptionEdge } from '../option-edge.ts'
import { TrafficScript } from '../traffic-script.ts'

const { equal } = ldapFilter
const [client, controller] = ['10.0.0.5', '10.0.0.9']

/** Logins to Netlogon half a second apart, with this challenge. */
function logins(count: number, challenge: Buffer): TrafficScript {
  const script = new TrafficScript()
  const says = [
    rpcBind(1, RpcInterface.netlogon),
    'ack',
    rpcRequest(2, 4, Buffer.concat([Buffer.alloc(40, 7), challenge])),
    'ok',
    rpcRequest(3, 26, Buffer.alloc(60, 7)),
  ]
  for (let i = 0; i < count; i++) {
    script.connection(client, `${controller}:49670`, { says }).wait(0.5)
  }
  return script
}
const zeros = () => logins(3, Buffer.alloc(8))

const ofNetlogonAbuse: readonly Omit<OptionEdge, 'detector'>[] = [
  {
    option: 'authenticationCountMin',
    script: () => logins(20, Buffer.alloc(8, 9)),
    below: 21,
    at: 20,
  },
  { option: 'zeroCountMin', script: zeros, below: 4, at: 3 },
  { option: 'periodSeconds', script: zeros, below: 1, at: 2 },
  { option: 'allow', script: zeros, below: [client], at: [] },
]

/** Services that are installed on another machine, ten seconds apart. */
function services(count: number): TrafficScript {
  const script = new TrafficScript()
  const call = rpcRequest(2, 12, Buffer.alloc(40, 7))
  const says = [rpcBind(1, RpcInterface.serviceControl), 'ack', call]
  for (let i = 0; i < count; i++) {
    script.connection(client, `${controller}:49667`, { says }).wait(10)
  }
  return script
}

/** One kind of list of five servers, ten seconds apart. */
function lookups(): TrafficScript {
  const script = new TrafficScript()
  const sessions = 'c84f324b7016d30112785a47bf6ee18803000000'
  const says = [rpcBind(1, sessions), 'ack', rpcRequest(2, 12, Buffer.alloc(40, 7))]
  for (let i = 0; i < 5; i++) script.connection(client, `10.0.0.${20 + i}:445`, { says }).wait(10)
  return script
}

/** A service that is installed by the second message of SMB. */
function serviceInPipe(): TrafficScript {
  const header = { command: 9, messageId: 4, sessionId: 1, treeId: 1, isResponse: false }
  const write = (data: Uint8Array) => smbMessage(header, writeRequest(Buffer.alloc(16, 1), data))
  const call = rpcRequest(2, 12, Buffer.alloc(40, 7))
  const says = [write(rpcBind(1, RpcInterface.serviceControl)), 'ack', write(call)]
  return new TrafficScript().connection(client, `${controller}:445`, { says })
}

/** Five requests over WinRM. */
function shell(): TrafficScript {
  const head = 'POST /wsman HTTP/1.1\r\nHost: files\r\nContent-Length: 0\r\n\r\n'
  const says = new Array(5).fill([head, 'HTTP/1.1 200 OK\r\n\r\n']).flat()
  return new TrafficScript().connection(client, `${controller}:5985`, { says })
}

const ofRemoteProcedureAbuse: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'callCountMin', script: () => services(1), below: 2, at: 1 },
  {
    option: 'forgetAfterSeconds',
    script: () => services(2),
    others: { callCountMin: 2 },
    below: 10,
    at: 11,
  },
  { option: 'lookupCountMin', script: lookups, below: 6, at: 5 },
  { option: 'lookupPeriodSeconds', script: lookups, below: 39, at: 41 },
  { option: 'shellRequestCountMin', script: shell, below: 6, at: 5 },
  { option: 'knownMessageCount', script: serviceInPipe, below: 2, at: 3 },
  { option: 'allow', script: () => services(1), below: [client], at: [] },
]

/** Conversations with a domain controller a second apart. */
function ask(messages: readonly (readonly Uint8Array[])[]): TrafficScript {
  const script = new TrafficScript()
  for (const says of messages) script.connection(client, `${controller}:88`, { says }).wait(1)
  return script
}
const times = <T>(count: number, make: (i: number) => T) =>
  Array.from({ length: count }, (_, i) => make(i))
const refusals = () =>
  ask(times(10, () => [Buffer.from('\0\0\0\x10as-req'), overTcp(kerberosError(24))]))
const tickets = () => ask(times(5, (i) => [overTcp(ticketRequest(`sql${i}.example`, [23]))]))

const weakLogin = () => ask([[loginRequest([23], []), loginReply(18)].map(overTcp)])

const ofKerberosAbuse: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'failureCountMin', script: refusals, below: 11, at: 10 },
  { option: 'failurePeriodSeconds', script: refusals, below: 9, at: 10 },
  { option: 'failureLevels.medium', script: refusals, below: 11, at: 10 },
  { option: 'failureLevels.high', script: refusals, below: 11, at: 10 },
  { option: 'weakTicketCountMin', script: tickets, below: 6, at: 5 },
  { option: 'ticketPeriodSeconds', script: tickets, below: 4, at: 5 },
  { option: 'ticketLevels.medium', script: tickets, below: 6, at: 5 },
  { option: 'ticketLevels.high', script: tickets, below: 6, at: 5 },
  { option: 'weakLoginCountMin', script: weakLogin, below: 2, at: 1 },
  { option: 'allow', script: tickets, below: [client], at: [] },
]

/** Two searches ten seconds apart, the first for what some programs search for too. */
function searches(): TrafficScript {
  const script = new TrafficScript()
  const filters = [equal('samAccountType', '805306368'), equal('adminCount', '1')]
  for (const filter of filters) {
    const says = [ldapSearch({ filter }), 'entry']
    script.connection(client, `${controller}:389`, { says }).wait(10)
  }
  return script
}

function searchForAll(): TrafficScript {
  const says = [ldapSearch({ filter: ldapFilter.present('objectClass') }), 'x'.repeat(2_000)]
  return new TrafficScript().connection(client, `${controller}:389`, { says })
}

const ofDirectorySearch: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'weightMin', script: searches, below: 5, at: 4 },
  { option: 'dumpBytesMin', script: searchForAll, below: 2_001, at: 2_000 },
  {
    option: 'forgetAfterSeconds',
    script: searches,
    others: { weightMin: 4 },
    below: 9,
    at: 11,
  },
  { option: 'allow', script: searches, below: [client], at: [] },
]

const program = Buffer.from(
  `MZ${'\0'.repeat(76)}This program cannot be run in DOS mode.\r\n$`,
  'latin1',
)

/** Programs that are copied to a disk of a server, ten seconds apart. */
function copies(count: number): TrafficScript {
  const script = new TrafficScript()
  const ids = { messageId: 1, sessionId: 7, treeId: 1, isResponse: false }
  const says = [
    smbMessage({ ...ids, command: 3 }, treeConnectRequest('\\\\a\\C$')),
    'ok',
    smbMessage({ ...ids, command: 9 }, writeRequest(Buffer.alloc(16), program)),
  ]
  for (let i = 0; i < count; i++) script.connection(client, `${controller}:445`, { says }).wait(10)
  return script
}

const ofShareProgram: readonly Omit<OptionEdge, 'detector'>[] = [
  { option: 'programCountMin', script: () => copies(1), below: 2, at: 1 },
  {
    option: 'forgetAfterSeconds',
    script: () => copies(2),
    others: { programCountMin: 2 },
    below: 9,
    at: 11,
  },
  { option: 'allow', script: () => copies(1), below: [client], at: [] },
]

export const edges: readonly OptionEdge[] = [
  ...ofDirectorySearch.map((edge) => ({ ...edge, detector: directorySearch })),
  ...ofNetlogonAbuse.map((edge) => ({ ...edge, detector: netlogonAbuse })),
  ...ofRemoteProcedureAbuse.map((edge) => ({ ...edge, detector: remoteProcedureAbuse })),
  ...ofKerberosAbuse.map((edge) => ({ ...edge, detector: kerberosAbuse })),
  ...ofShareProgram.map((edge) => ({ ...edge, detector: shareProgram })),
]
