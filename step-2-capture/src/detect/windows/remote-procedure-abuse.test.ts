import { expect, test } from 'vitest'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { rpcBind, rpcRequest } from '../../simulate/packet-builder/dcerpc.ts'
import { smbMessage, writeRequest } from '../../simulate/packet-builder/smb2.ts'
import { abusedProcedures, procedureKinds } from './abused-procedures.ts'
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

test('a domain controller may copy from another', () => {
  const script = new TrafficScript().connection('10.0.0.7', `${client}:88`, { says: ['a', 'b'] })
  expect(kindsOf(call(directory, 3, script))).toEqual([])
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

test('each procedure is of a kind that says what to do', () => {
  for (const { kind } of abusedProcedures) {
    const { recommend = '' } = procedureKinds.find(({ id }) => id === kind) ?? {}
    expect(recommend.length).toBeGreaterThan(40)
  }
})
