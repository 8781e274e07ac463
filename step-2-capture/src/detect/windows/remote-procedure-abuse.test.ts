import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { rpcBind, rpcRequest } from '../../simulate/packet-builder/dcerpc.ts'
import { smbMessage, writeRequest } from '../../simulate/packet-builder/smb2.ts'
import { abusedProcedures } from './abused-procedures.ts'
import { enumeratingProcedures } from './enumerating-procedures.ts'
import { procedureKinds } from './procedure-kinds.ts'
import { remoteProcedureAbuse } from './remote-procedure-abuse.ts'

const directory = '354251e3064bd111ab0400c04fc2dcd204000000'
const files = '88d481c650d8d0118c5200c04fd90f7e01000000'
const services = '81bb7a364498f135ad3298f03800100302000000'
const client = '10.0.0.5'

function call(interfaceId: string, operation: number, script = new TrafficScript()): TrafficScript {
  const says = [rpcBind(1, interfaceId), 'ack', rpcRequest(2, operation, Buffer.alloc(40, 7))]
  return script.connection(client, '10.0.0.9:49667', { says })
}

const kindsOf = (script: TrafficScript) =>
  script.detect(remoteProcedureAbuse).map(({ severity, kind }) => `${severity} ${kind}`)

test.each([
  ["a copy of the domain's accounts", directory, 3, 'high domain_copy'],
  ['a path that the other is to open', files, 0, 'high authentication_coercion'],
  ['a new service', services, 12, 'medium remote_service_install'],
])('%s is reported', (_, interfaceId, operation, expected) => {
  expect(kindsOf(call(interfaceId, operation))).toEqual([expected])
})

test.each([
  ['looking up a name in the directory', directory, 12],
  ['opening the service manager', services, 15],
  ['a call of another interface', '785634123412cdabef0001234567cffb01000000', 3],
])('%s is not', (_, interfaceId, operation) => {
  expect(kindsOf(call(interfaceId, operation))).toEqual([])
})

test('a copy by a domain controller is of low severity', () => {
  const script = new TrafficScript().connection('10.0.0.7', `${client}:88`, { says: ['a', 'b'] })
  expect(kindsOf(call(directory, 3, script))).toEqual(['low domain_copy'])
})

test('calls inside a pipe of SMB are seen', () => {
  const write = (data: Uint8Array) => {
    const header = { command: 9, messageId: 4, sessionId: 1, treeId: 1, isResponse: false }
    return smbMessage(header, writeRequest(Buffer.alloc(16, 1), data))
  }
  const says = [write(rpcBind(1, services)), 'ok', write(rpcRequest(2, 12, Buffer.alloc(40, 7)))]
  const script = new TrafficScript().connection(client, '10.0.0.9:445', { says })
  expect(kindsOf(script)).toEqual(['medium remote_service_install'])
})

test('a call counts by the whole number of its operation', () => {
  expect(kindsOf(call(directory, 0x0300))).toEqual([])
  expect(kindsOf(call(directory, 0x0103))).toEqual([])
})

test('a call behind another message in one segment is seen', () => {
  const both = Buffer.concat([rpcBind(1, directory), rpcRequest(2, 3, Buffer.alloc(40, 7))])
  const script = new TrafficScript().connection(client, '10.0.0.9:49667', { says: [both] })
  expect(kindsOf(script)).toEqual(['high domain_copy'])
})

/** A UUID as it stands on the wire, with version 1 of the interface. */
function wireOf(uuid: string): string {
  const bytes = Buffer.from(uuid.replaceAll('-', ''), 'hex')
  bytes.subarray(0, 4).reverse()
  bytes.subarray(4, 6).reverse()
  bytes.subarray(6, 8).reverse()
  return `${bytes.toString('hex')}01000000`
}

const rows = Object.entries(abusedProcedures).flatMap(([uuid, procedures]) =>
  procedures.flatMap(({ operations, kind, severity }) =>
    operations.map((operation) => [uuid, operation, `${severity} ${kind}`] as const),
  ),
)

test('more than 70 operations are known', () => {
  expect(rows.length).toBeGreaterThan(70)
})

test.each(rows)('operation %s %i is stated as %s', (uuid, operation, expected) => {
  expect(kindsOf(call(wireOf(uuid), operation))).toEqual([expected])
})

test.each([
  [198, 'medium'],
  [199, 'low'],
])('after %i messages about files a new service is of %s severity', (count, severity) => {
  const header = { command: 9, messageId: 4, sessionId: 1, treeId: 1, isResponse: false }
  const write = (pipe: number, data: Uint8Array) =>
    smbMessage(header, writeRequest(Buffer.alloc(16, pipe), data))
  const files = new Array(count - 1).fill(write(9, Buffer.from('text'))).flatMap((m) => [m, 'ok'])
  const calls = [write(1, rpcBind(1, services)), 'ok', write(1, rpcRequest(2, 12, Buffer.alloc(8)))]
  const script = new TrafficScript().connection(client, '10.0.0.9:445', {
    says: [...files, ...calls],
  })
  expect(kindsOf(script)).toEqual([`${severity} remote_service_install`])
})

test('a call in three fragments counts once', () => {
  const part = (flags: number) => {
    const message = rpcRequest(2, 12, Buffer.alloc(900, 7))
    message[3] = flags
    return message
  }
  const says = [rpcBind(1, services), 'ack', part(1), '', part(0), '', part(2)]
  const script = new TrafficScript().connection(client, '10.0.0.9:49667', { says })
  const [{ title } = { title: '' }] = script.detect(remoteProcedureAbuse)
  expect(title).toContain('with 1 call (')
})

test('a call is judged by the interface of its context', () => {
  const second = (message: Buffer, at: number) => {
    message.writeUInt16LE(1, at)
    return message
  }
  const change = second(rpcBind(2, services), 28)
  change[2] = 14
  const says = [rpcBind(1, directory), 'ack', change, 'ack', rpcRequest(3, 12, Buffer.alloc(4))]
  const at = '10.0.0.9:49667'
  expect(kindsOf(new TrafficScript().connection(client, at, { says }))).toEqual([])
  const called = says.with(4, second(rpcRequest(3, 12, Buffer.alloc(4)), 20))
  expect(kindsOf(new TrafficScript().connection(client, at, { says: called }))).toEqual([
    'medium remote_service_install',
  ])
})

test('a call is judged by the pipe that it is sent in', () => {
  const write = (pipe: number, data: Uint8Array) => {
    const header = { command: 9, messageId: 4, sessionId: 1, treeId: 1, isResponse: false }
    return smbMessage(header, writeRequest(Buffer.alloc(16, pipe), data))
  }
  const says = (pipe: number) => [
    ...[write(1, rpcBind(1, services)), 'ok', write(2, rpcBind(1, directory)), 'ok'],
    write(pipe, rpcRequest(2, 12, Buffer.alloc(40, 7))),
  ]
  const at = '10.0.0.9:445'
  expect(kindsOf(new TrafficScript().connection(client, at, { says: says(2) }))).toEqual([])
  expect(kindsOf(new TrafficScript().connection(client, at, { says: says(1) }))).toHaveLength(1)
})

const accounts = wireOf('12345778-1234-abcd-ef00-0123456789ac')

/** Opens the account database once, and calls these operations. */
function lookups(operations: readonly number[]): TrafficScript {
  const calls = operations.flatMap((one, i) => ['ack', rpcRequest(i + 2, one, Buffer.alloc(40, i))])
  const says = [rpcBind(1, accounts), ...calls]
  return new TrafficScript().connection(client, '10.0.0.9:445', { says })
}

test.each([
  ['five accounts', [13, 47, 47, 47, 47], ['medium directory_enumeration']],
  ['four', [13, 47, 47, 47], []],
  ['the same list again and again', new Array(20).fill(13), []],
  ['five different lists', [11, 13, 15, 25, 40], ['medium directory_enumeration']],
  ['names that are looked up', new Array(20).fill(17), []],
])('%s that one host asks for make %s', (_, operations, expected) => {
  expect(kindsOf(lookups(operations))).toEqual(expected)
})

test('what is stated again after the last packet is about the same target and port', () => {
  const detections = lookups([13, 47, 47, 47, 47, 47, 47]).detect(remoteProcedureAbuse)
  const ends = { target: '10.0.0.9', target_port: null }
  expect(detections).toMatchObject([
    { revision: 1, ...ends, title: expect.stringContaining('5 calls') },
    { revision: 2, ...ends, title: expect.stringContaining('7 calls') },
  ])
})

test('sessions of five servers are listed by one host, of four by another', () => {
  const sessions = wireOf('4b324fc8-1670-01d3-1278-5a47bf6ee188')
  const ask = (count: number) => {
    const script = new TrafficScript()
    const says = [rpcBind(1, sessions), 'ack', rpcRequest(2, 12, Buffer.alloc(40, 7))]
    for (let i = 0; i < count; i++) script.connection(client, `10.0.0.${20 + i}:445`, { says })
    return kindsOf(script)
  }
  expect([ask(4), ask(5)]).toEqual([[], ['medium directory_enumeration']])
})

test('the UUIDs of both tables can be read from a bind', () => {
  const uuids = [...Object.keys(abusedProcedures), ...Object.keys(enumeratingProcedures)]
  for (const uuid of uuids) expect(uuid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
})

test('each procedure is of a kind that says what to do', () => {
  for (const { kind } of Object.values(abusedProcedures).flat()) {
    const { recommend = '' } = procedureKinds.find(({ id }) => id === kind) ?? {}
    expect(recommend.length).toBeGreaterThan(40)
  }
})

function requests(count: number, target: string, method = 'POST'): TrafficScript {
  const head = `${method} ${target} HTTP/1.1\r\nHost: files\r\nContent-Length: 0\r\n\r\n`
  const says = new Array(count).fill([head, 'HTTP/1.1 200 OK\r\n\r\n']).flat()
  return new TrafficScript().connection(client, '10.0.0.9:5985', { says })
}

test.each([
  [5, '/wsman', 'POST', ['medium winrm_session']],
  [5, '/WSMAN?PSVersion=5.1', 'POST', ['medium winrm_session']],
  [4, '/wsman', 'POST', []],
  [50, '/wsman/SubscriptionManager/WEC', 'POST', []],
  [50, '/wsmanual', 'POST', []],
  [50, '/wsman', 'GET', []],
  [50, '/', 'POST', []],
])('%i requests for %s by %s make %j', (count, target, method, expected) => {
  expect(kindsOf(requests(count, target, method))).toEqual(expected)
})
