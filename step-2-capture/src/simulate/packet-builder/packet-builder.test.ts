import { expect, test } from 'vitest'
import { DhcpMessage as DecodedDhcp } from '../../decode/dhcp.ts'
import { DnsMessage } from '../../decode/dns.ts'
import { DnsName } from '../../decode/dns-name.ts'
import { HttpHead, HttpKind } from '../../decode/http.ts'
import { ModbusMessage } from '../../decode/modbus.ts'
import { QuicFound, QuicHelloReader } from '../../decode/quic.ts'
import { TlsClientHello } from '../../decode/tls-client-hello.ts'
import { ja3 } from '../../decode/tls-fingerprint.ts'
import { Random } from '../random.ts'
import { dhcpMessage } from './dhcp.ts'
import { answerFlags, DnsType, dnsMessage, txtData } from './dns.ts'
import { httpRequest, httpResponse } from './http.ts'
import { modbusFrame, registers } from './modbus.ts'
import { cryptoFrame, quicInitial, transportParameters } from './quic.ts'
import { sealedPackets, sshPacket } from './ssh.ts'
import { clientHello, clientHelloMessage, TlsContent, tlsRecords } from './tls.ts'
import * as profiles from './tls-profiles.ts'

/* The project's decoders were written apart from these builders: each checks the other. */

test('DNS answers are read back, with their names compressed', () => {
  const name = 'www.some-long-name.example'
  const question = { name, type: DnsType.cname }
  const record = { ...question, timeToLiveS: 60, data: 'cdn.some-long-name.example' }
  const bytes = dnsMessage({
    id: 7,
    flags: answerFlags(3),
    questions: [question],
    answers: [record],
  })
  const message = new DnsMessage()
  expect(message.parse(bytes, 0, bytes.length)).toBe(true)
  expect(message).toMatchObject({ id: 7, isResponse: true, responseCode: 3, answerCount: 1 })
  expect(message.name.toString()).toBe(name)
  const target = new DnsName()
  expect(message.readAnswerName(message.answers[0]!, target)).toBe(true)
  expect(target.toString()).toBe('cdn.some-long-name.example')
  expect(bytes.length).toBeLessThan(12 + 28 + 4 + 12 + 28)
})

test('TXT data is cut into strings of 255 bytes', () => {
  const data = txtData(Buffer.alloc(300, 65))
  expect([data[0], data[256], data.length]).toEqual([255, 45, 302])
})

const tlsProfiles = Object.values(profiles)
test.each(tlsProfiles)('the ClientHello of $name names its server', (profile) => {
  const { hello } = helloOf(profile)
  expect(hello.isComplete).toBe(true)
  expect(hello.serverName).toBe('example.org')
  expect(hello.version).toBe(profile.versions[0])
  expect(hello.applicationProtocol).toBe(profile.protocols[0] ?? null)
})

test('programs differ in their fingerprint; one that shuffles differs from itself', () => {
  const fixed = tlsProfiles.filter(({ shuffled }) => !shuffled)
  const prints = fixed.map((profile) => helloOf(profile, 'a').print)
  expect(new Set(prints).size).toBe(fixed.length)
  expect(fixed.map((profile) => helloOf(profile, 'b').print)).toEqual(prints)
  const chrome = ['a', 'b'].map((seed) => helloOf(profiles.chromeTls, seed).print)
  expect(chrome[0]).not.toBe(chrome[1])
})

test('long TLS data becomes several records', () => {
  const records = tlsRecords(TlsContent.applicationData, Buffer.alloc(20_000))
  expect(records.length).toBe(20_000 + 2 * 5)
  expect(records.readUInt16BE(3)).toBe(16_384)
  expect(records.readUInt16BE(5 + 16_384 + 3)).toBe(20_000 - 16_384)
})

test('a QUIC Initial opens with the keys of its connection id', () => {
  const random = new Random('quic')
  const originalId = random.bytes(8)
  const message = clientHelloMessage({
    profile: profiles.chromeQuic,
    serverName: 'example.org',
    sessionId: Buffer.alloc(0),
    random,
    transportParameters: transportParameters(Buffer.alloc(0)),
  })
  const datagram = quicInitial({
    ids: { destination: originalId, source: Buffer.alloc(0) },
    from: 'client',
    originalId,
    packetNumber: 0,
    frames: Buffer.concat([cryptoFrame(message), Buffer.alloc(400)]),
  })
  const reader = new QuicHelloReader()
  reader.start()
  expect(reader.read(datagram, 0, datagram.length)).toBe(QuicFound.hello)
  expect(reader.hello.serverName).toBe('example.org')
})

test('HTTP heads carry their fields, and the length of the body', () => {
  const head = new HttpHead()
  const request = httpRequest({
    method: 'POST',
    target: '/a?b',
    headers: { Host: 'x' },
    body: 'çç',
  })
  expect(head.parse(request, 0, request.length)).toBe(HttpKind.request)
  expect([head.method, head.target, head.header('host')]).toEqual(['POST', '/a?b', 'x'])
  expect(head.header('content-length')).toBe('4')
  const response = httpResponse({ status: 304 })
  expect(head.parse(response, 0, response.length)).toBe(HttpKind.response)
  expect([head.status, head.header('content-length')]).toEqual([304, null])
})

test('DHCP messages keep client, type and name', () => {
  const clientMac = Buffer.from('8c1645aabbcc', 'hex')
  const options = [{ code: 12, data: Buffer.from('laptop') }]
  const bytes = dhcpMessage({ message: 1, transactionId: 99, clientMac, options })
  const message = new DecodedDhcp()
  expect(message.parse(bytes, 0, bytes.length)).toBe(true)
  expect(message).toMatchObject({ operation: 1, transaction: 99, type: 1, hostName: 'laptop' })
  expect(bytes.length).toBe(300)
})

test('Modbus writes differ from reads', () => {
  const message = new ModbusMessage()
  for (const [code, isWrite] of [
    [3, false],
    [6, true],
    [16, true],
  ] as const) {
    const frame = modbusFrame({ transactionId: 5, unit: 1, function: code }, registers(40, 2))
    expect(message.parse(frame, 0, frame.length)).toBe(true)
    expect([message.isWrite, message.address, message.end]).toEqual([isWrite, 40, frame.length])
  }
})

test('SSH packets are whole blocks, their length ahead', () => {
  for (let length = 1; length < 40; length++) {
    const packet = sshPacket(Buffer.alloc(length))
    expect(packet.length % 8).toBe(0)
    expect(packet.readUInt32BE(0)).toBe(packet.length - 4)
    expect(packet[4]).toBeGreaterThanOrEqual(4)
    expect((packet[4] as number) + length + 5).toBe(packet.length)
  }
  const sealed = sealedPackets(40_000, (count) => Buffer.alloc(count))
  const first = 4 + sealed.readUInt32BE(0) + 8
  expect(first + 4 + sealed.readUInt32BE(first) + 8).toBe(sealed.length)
})

function helloOf(profile: profiles.TlsProfile, seed = 'hello') {
  const random = new Random(seed)
  const sessionId = random.bytes(32)
  const record = clientHello({ profile, serverName: 'example.org', sessionId, random })
  const hello = new TlsClientHello()
  hello.parse(record, 9, record.length)
  return { hello, print: ja3(hello) }
}
