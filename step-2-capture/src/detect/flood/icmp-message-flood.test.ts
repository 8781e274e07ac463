import { expect, test } from 'vitest'
import { type IcmpFields, icmpMessageTo } from '../../../test/icmp-script.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { icmpMessageFlood } from './icmp-message-flood.ts'

function flood(fields: IcmpFields = {}, { count = 500, gapSeconds = 0.005 } = {}): TrafficScript {
  const script = new TrafficScript().udp('10.0.0.9:514', '203.0.113.5:514')
  for (let i = 0; i < count; i++) icmpMessageTo(script, fields).wait(gapSeconds)
  return script
}
const kindsOf = (script: TrafficScript) =>
  script.detect(icmpMessageFlood).map(({ severity, kind }) => `${severity} ${kind}`)

test('errors about packets that the target cannot have sent are a flood', () => {
  const [found] = flood().detect(icmpMessageFlood)
  expect(found).toMatchObject({ severity: 'medium', source: '198.51.100.7', target: '10.0.0.9' })
  expect(found?.title).toBe(
    '10.0.0.9 got 500 messages of ICMP in 2 s, from 198.51.100.7 (threshold: 500 in 10 s)',
  )
})

test.each([
  [
    'about packets to a host that nothing was sent to',
    { quotes: ['10.0.0.9', '5.6.7.8'] } as const,
  ],
  ['questions for the time', { type: 13 }],
  ['questions for the mask of the network', { type: 17 }],
])('so are %s', (_, fields) => {
  expect(kindsOf(flood(fields))).toEqual(['medium icmp_message_flood'])
})

test('nearly all packets of the flood are bad', () => {
  expect(flood({}, { count: 2_000 }).engine(icmpMessageFlood).badCount).toBeGreaterThan(1_990)
})

test.each([
  ['errors that answer a stream of datagrams', flood({ quotes: ['10.0.0.9', '203.0.113.5'] })],
  ['fewer', flood({}, { count: 499 })],
  ['slowly', flood({}, { gapSeconds: 0.05 })],
  ['redirects, which another detector judges', flood({ type: 5 })],
  ['pings', flood({ type: 8 })],
])('ordinary: %s', (_, script) => {
  expect(kindsOf(script)).toEqual([])
})
