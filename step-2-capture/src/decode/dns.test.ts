import { expect, test } from 'vitest'
import { decode, lead } from '../../test/decode-bytes.ts'
import {
  type Bytes,
  ethernet,
  ipv4,
  tcp,
  text,
  u16,
  u32,
  udp,
  zeros,
} from '../../test/packet-bytes.ts'
import { DnsMessage, DnsType, dnsAnswerCountMax, parseDnsFrame } from './dns.ts'
import { DnsName } from './dns-name.ts'

const label = (value: string): Bytes => [value.length, ...text(value)]
const domain = (name: string): Bytes => [...name.split('.').flatMap((part) => label(part)), 0]
const pointer = (offset: number): Bytes => u16(0xc000 | offset)

function header({ flags = 0x0100, questions = 1, answers = 0 } = {}): Bytes {
  return [...u16(0xbeef), ...u16(flags), ...u16(questions), ...u16(answers), ...zeros(4)]
}

const question = (name: Bytes, type = 1): Bytes => [...name, ...u16(type), 0, 1]

function answer(type: number, data: Bytes, name: Bytes = pointer(12)): Bytes {
  return [...name, ...u16(type), 0, 1, ...u32(3600), ...u16(data.length), ...data]
}

/** Parses a message that does not start at the first byte, and ends before the last. */
function parse(bytes: Bytes, length = bytes.length) {
  const message = new DnsMessage()
  const isMessage = message.parse(Uint8Array.from([9, 9, 9, ...bytes, 9, 9]), 3, length)
  return { message, isMessage }
}

test('reads a question', () => {
  const { message, isMessage } = parse([...header(), ...question(domain('www.Example.com'), 28)])
  expect(isMessage).toBe(true)
  expect(message).toMatchObject({
    id: 0xbeef,
    isResponse: false,
    opcode: 0,
    questionType: DnsType.aaaa,
    questionClass: 1,
    answerCount: 0,
    isMalformed: false,
  })
  expect(`${message.name}`).toBe('www.example.com')
  expect(message.name).toMatchObject({ length: 15, labelCount: 3, longestLabel: 7 })
})

test('keeps the case that was sent in the bytes of a name', () => {
  const { message } = parse([...header(), ...question(domain('aXz'))])
  expect([...message.name.bytes.subarray(0, message.name.length)]).toEqual(text('aXz'))
})

test('writes bytes that no host name has as numbers', () => {
  const { message } = parse([...header(), ...question([3, 0x3c, 0, 0xff, 2, 0x5c, 0x41, 0])])
  expect(`${message.name}`).toBe('<\\000\\255.\\092a')
})

test('reads answers through compressed names', () => {
  const bytes = [
    ...header({ flags: 0x8183, answers: 3 }),
    ...question(domain('a.example.com')),
    ...answer(DnsType.cname, [...label('b'), ...pointer(14)]),
    ...answer(DnsType.mx, [0, 10, ...label('mail'), ...pointer(14)]),
    ...answer(DnsType.a, [192, 0, 2, 1]),
  ]
  const { message } = parse(bytes)
  expect(message).toMatchObject({
    isResponse: true,
    responseCode: 3,
    answerCount: 3,
    answerBytes: 17,
  })
  const [cname, mx, a] = message.answers
  const name = new DnsName()
  expect(message.readAnswerName(cname!, name)).toBe(true)
  expect(`${name}`).toBe('b.example.com')
  expect(message.readAnswerName(mx!, name)).toBe(true)
  expect(`${name}`).toBe('mail.example.com')
  expect(a).toMatchObject({ type: 1, timeToLive: 3600, dataLength: 4 })
})

test.each([
  ['to itself', pointer(12)],
  ['forward', [...pointer(14), 1, 97, 0]],
  ['in a circle', [1, 97, ...pointer(12)]],
  ['in a wider circle', [1, 97, 1, 98, ...pointer(14)]],
  ['beyond the message', pointer(0x3fff)],
])('refuses a name whose pointer leads %s', (_name, name) => {
  const { message, isMessage } = parse([...header(), ...question(name)])
  expect({ isMessage, isMalformed: message.isMalformed }).toEqual({
    isMessage: false,
    isMalformed: true,
  })
})

test('refuses a chain of pointers that is longer than any message needs', () => {
  const chain = (jumps: number) => {
    const names = [
      0,
      ...Array.from({ length: jumps - 1 }, (_, i) => pointer(12 + Math.max(0, 2 * i - 1))).flat(),
    ]
    return [...header(), ...names, ...question(pointer(12 + names.length - 2))]
  }
  const read = (jumps: number) => {
    const bytes = Uint8Array.from(chain(jumps))
    const at = bytes.length - 6
    return new DnsName().read({ bytes, messageStart: 0, end: bytes.length }, at)
  }
  expect(read(16)).toBeGreaterThan(0)
  expect(read(17)).toBe(-1)
})

test('takes a name of 253 characters and no longer one', () => {
  const parts = [...label('a'.repeat(63)), ...label('b'.repeat(63)), ...label('c'.repeat(63))]
  expect(parse([...header(), ...question([...parts, ...label('d'.repeat(63)), 0])]).isMessage).toBe(
    true,
  )
  expect(
    parse([...header(), ...question([...parts, ...label('d'.repeat(63)), 1, 97, 0])]).isMessage,
  ).toBe(false)
  expect(parse([...header(), ...question([0x40, 97, 0])]).isMessage).toBe(false)
})

test('says so when answers are missing, and keeps those that came', () => {
  const bytes = [
    ...header({ flags: 0x8180, answers: 9 }),
    ...question(domain('x.yz')),
    ...answer(1, [1, 2, 3, 4]),
  ]
  expect(parse(bytes).message).toMatchObject({ answerCount: 1, isMalformed: true })
})

test('bounds the answers that it keeps', () => {
  const answers = Array.from({ length: 100 }, () => answer(1, [1, 2, 3, 4])).flat()
  const bytes = [
    ...header({ flags: 0x8180, answers: 100 }),
    ...question(domain('x.yz')),
    ...answers,
  ]
  const { message } = parse(bytes)
  expect(message.answerCount).toBe(dnsAnswerCountMax)
  expect(message.declaredAnswers).toBe(100)
})

test('reads nothing behind the end, wherever a message is cut', () => {
  const bytes = [
    ...header({ flags: 0x8180, answers: 1 }),
    ...question(domain('a.example.com')),
    ...answer(DnsType.txt, [4, ...text('text')]),
  ]
  for (let length = 0; length < bytes.length; length++) {
    const { message, isMessage } = parse(bytes, length)
    expect(message.answerCount).toBe(0)
    expect(isMessage).toBe(length >= 12 + 19)
  }
  expect(parse(bytes).message.answerCount).toBe(1)
})

test('takes what is no DNS for none', () => {
  expect(parse(text('GET / HTTP/1.1\r\n\r\n')).isMessage).toBe(false)
  expect(parse(zeros(11)).isMessage).toBe(false)
})

test('finds the message of a frame over UDP and over TCP', () => {
  const bytes = [...header(), ...question(domain('a.example.com'))]
  const message = new DnsMessage()
  const overUdp = decode(ethernet(0x0800, ipv4(17, udp(bytes, 40_000, 53))))
  expect(parseDnsFrame(overUdp.packet.bytes, overUdp.frame, message)).toBe(true)
  const segment = tcp([...u16(bytes.length), ...bytes, 9, 9], { destination: 53 })
  const overTcp = decode(ethernet(0x0800, ipv4(6, segment)))
  message.name.length = 0
  expect(parseDnsFrame(overTcp.packet.bytes, overTcp.frame, message)).toBe(true)
  expect(`${message.name}`).toBe('a.example.com')
  expect(overTcp.frame.payloadOffset).toBeGreaterThan(lead)
})
