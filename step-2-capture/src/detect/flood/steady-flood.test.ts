import { expect, test } from 'vitest'
import { sendProtocol } from '../../../test/protocol-probes.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { steadyFlood } from './steady-flood.ts'

const [source, target] = ['10.0.0.5', '10.0.0.9']

interface Stream {
  readonly count?: number
  readonly to?: string
  readonly payload?: (index: number) => string
}

/** Datagrams from one port to one port, a thousand a second. */
function stream({ count = 4_000, to = target, payload = () => 'X'.repeat(100) }: Stream = {}) {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) {
    script.udp(`${source}:5000`, `${to}:5001`, payload(i)).wait(0.001)
  }
  return script.wait(2).ping('10.0.9.1', '10.0.9.2', 8)
}

/** Packets of a protocol, a hundred a second. */
function packets(
  protocol: number,
  { count = 800, sources = 1, data = Buffer.alloc(0) } = {},
): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) {
    const from = sources === 1 ? source : `10.1.${(i % sources) >> 8}.${(i % sources) & 255}`
    sendProtocol(script, { from, to: target }, protocol, data).wait(0.01)
  }
  return script.wait(2).ping('10.0.9.1', '10.0.9.2', 8)
}

const found = (script: TrafficScript) =>
  script.settled(steadyFlood).map((one) => [one.kind, one.severity, one.source, one.target])

test('the same datagram thousands of times from one port to one port is a flood', () => {
  expect(found(stream()).at(-1)).toEqual(['repeated_datagram_flood', 'medium', source, target])
  expect(stream().settled(steadyFlood).at(-1)?.title).toMatch(
    /got the same datagram 4,000 times in [345] s, from 10.0.0.5/,
  )
})

test('so are empty datagrams', () => {
  expect(found(stream({ payload: () => '' })).at(-1)).toEqual([
    'repeated_datagram_flood',
    'medium',
    source,
    target,
  ])
})

test.each([
  ['a stream, whose datagrams differ', stream({ payload: (i) => `frame ${i} ${'x'.repeat(80)}` })],
  ['half as many', stream({ count: 1_900 })],
  ['to a group', stream({ to: '239.1.1.1' })],
])('ordinary: %s', (_, script) => {
  expect(found(script)).toEqual([])
})

test('what is answered is no flood', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 3_000; i++) {
    script.udp(`${source}:5000`, `${target}:5001`, 'same').wait(0.001)
    if (i === 900) script.udp(`${target}:5001`, `${source}:5000`, 'answer')
  }
  expect(found(script.wait(2).ping('10.0.9.1', '10.0.9.2', 8))).toEqual([])
})

test.each([2, 47, 200, 255])('a flood of protocol %i of IP is found', (protocol) => {
  expect(found(packets(protocol))).toEqual([['protocol_flood', 'medium', source, target]])
})

test('also from many forged addresses', () => {
  const flood = packets(2, { count: 4_000, sources: 4_000 }).settled(steadyFlood).at(-1)
  expect(flood).toMatchObject({ kind: 'protocol_flood', target })
  expect(flood?.title).toContain('probably forged')
})

test.each([
  ['a tunnel', packets(50)],
  ['a tunnel of something', packets(47, { data: Buffer.alloc(100, 7) })],
  ['a routing protocol', packets(89)],
  ['a few', packets(2, { count: 400 })],
])('ordinary: %s', (_, script) => {
  expect(found(script)).toEqual([])
})
