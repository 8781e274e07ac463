import { expect, test } from 'vitest'
import { lookUp } from '../../../test/dns-script.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { framedSession } from './framed-session.ts'

const [client, outside, inside] = ['10.0.0.5', '198.51.100.7', '10.0.0.9']

const number = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
/** A message of that length, in each way. */
const decimal = (length: number) => `${length}\0${'k'.repeat(length)}`
const little = (length: number) => Buffer.concat([number(length), Buffer.alloc(length, 0xa7)])
const whole = (length: number) => Buffer.concat([number(length), Buffer.alloc(length - 4, 0xa7)])
const compressed = (mark: string, length = 90) =>
  Buffer.concat([
    Buffer.from(mark),
    number(mark.length + 8 + length),
    number(400),
    Buffer.from([0x78, 0x9c]),
    Buffer.alloc(length - 2, 0x5a),
  ])

type Message = string | Uint8Array

function talk(says: readonly Message[], { to = outside, isNamed = false } = {}) {
  const script = new TrafficScript()
  if (isNamed) lookUp(script, { client, name: 'a.example', answer: to })
  return script
    .connection(client, `${to}:4782`, { says })
    .detect(framedSession)
    .map(({ severity, source, target }) => `${severity} ${source} ${target}`)
}

test.each<[string, readonly Message[], string]>([
  ['behind decimal digits', [decimal(40), decimal(9), decimal(31), decimal(9)], 'medium'],
  ['behind numbers as of Windows', [little(64), little(24), little(8), little(120)], 'medium'],
  ['behind numbers that count themselves', [whole(64), whole(24), whole(8), whole(120)], 'medium'],
  ['compressed behind a mark', [compressed('HEART'), compressed('HEART', 30)], 'high'],
  ['compressed behind a longer mark', [compressed('Lyyyyyyyyyy'), compressed('Lyyy')], 'high'],
])('messages %s are found', (_, says, severity) => {
  expect(talk(says)).toEqual([`${severity} ${client} ${outside}`])
})

const zeros = Buffer.alloc(2)
const greeting = Buffer.from([0, 0, 0, 1])
const random = (seed: number) =>
  Buffer.from(Array.from({ length: 256 }, (_, i) => (i * 167 + seed * 31 + (i >> 3) * 5) & 255))

test.each<[string, readonly Message[]]>([
  [
    'an infected device that keeps in touch',
    [greeting, '', '\x06telnet', '', zeros, zeros, zeros, zeros],
  ],
  ['a challenge and its answer', [random(1), random(2), little(64)]],
])('%s is found', (_, says) => {
  expect(talk(says)).toEqual([`medium ${client} ${outside}`])
})

test.each<[string, readonly Message[]]>([
  ['zeros without the greeting', [zeros, zeros, zeros, zeros, zeros, zeros]],
  ['the greeting alone', [greeting, 'hello', 'who is it', 'x']],
  ['256 bytes of text', ['abcd'.repeat(64), 'efgh'.repeat(64)]],
  ['a challenge that is answered otherwise', [random(1), 'no', random(2)]],
])('%s is not', (_, says) => {
  expect(talk(says)).toEqual([])
})

test('decimal digits are found inside as well', () => {
  const says = [decimal(40), decimal(9), decimal(31), decimal(9)]
  expect(talk(says, { to: inside })).toHaveLength(1)
})

const numbers = [little(64), little(24), little(8), little(120)]
test.each<[string, readonly Message[], { to?: string; isNamed?: boolean }]>([
  ['numbers to a server that DNS named', numbers, { isNamed: true }],
  ['numbers inside', numbers, { to: inside }],
  ['messages of one end alone', [decimal(40), '', decimal(31), '', decimal(9), '', decimal(8)], {}],
  ['a message that belies its number', [decimal(40), decimal(9), '55\0k', decimal(9)], {}],
  ['texts', ['hello there', 'who is it', '12 monkeys', 'bye'], {}],
  ['numbers in the order of the network', [Buffer.from([0, 0, 0, 4, 1, 2, 3, 4])], {}],
])('%s are not', (_, says, where) => {
  expect(talk(says, where)).toEqual([])
})
