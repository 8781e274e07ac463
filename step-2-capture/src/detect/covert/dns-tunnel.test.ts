import { expect, test } from 'vitest'
import { fetchText, lookUp } from '../../../test/dns-script.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { DnsType } from '../../simulate/packet-builder/dns.ts'
import { Random } from '../../simulate/random.ts'
import { dnsTunnel } from './dns-tunnel.ts'

const client = '10.0.0.5'
const random = new Random('dns-tunnel')

interface Questions {
  readonly count: number
  readonly gapSeconds?: number
  readonly type?: number
  readonly name: (index: number) => string
}

function ask({ count, gapSeconds = 0.2, type, name }: Questions): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < count; i++) {
    const question = { client, name: name(i), answer: '192.0.2.1' }
    lookUp(script, type === undefined ? question : { ...question, type })
    script.wait(gapSeconds)
  }
  return script
}

const hex = (length: number) => random.text(length, '0123456789abcdef')
const severitiesOf = (script: TrafficScript) => script.severities(dnsTunnel)

test.each([
  [19, []],
  [20, ['medium']],
  [80, ['medium', 'high']],
])('%i long names full of data within a minute are reported as %j', (count, severities) => {
  const script = ask({ count, name: () => `${hex(50)}.t.example` })
  expect(severitiesOf(script)).toEqual(severities)
})

test('short names suffice where the record type carries the data', () => {
  const script = ask({ count: 20, type: DnsType.null, name: (i) => `p${i}q.t.example` })
  expect(severitiesOf(script)).toEqual(['medium'])
  const text = ask({ count: 20, type: DnsType.txt, name: () => `${hex(16)}.t.example` })
  expect(severitiesOf(text)).toEqual(['medium'])
})

test('names that have no domain in common are found by their resolver', () => {
  const script = ask({ count: 25, type: DnsType.mx, name: () => `x.${hex(60)}.${hex(40)}` })
  expect(script.detect(dnsTunnel)[0]).toMatchObject({ target: '10.0.0.53' })
})

test('names the client and the domain', () => {
  const [found] = ask({ count: 20, name: () => `${hex(50)}.t.example` }).detect(dnsTunnel)
  expect(found).toMatchObject({ source: client, target_group: 't.example' })
  expect(found?.title).toContain('10.0.0.5 asked for 20 names below t.example')
})

test('data that trickles out slower than the limit is not reported', () => {
  const script = ask({ count: 60, gapSeconds: 5, name: () => `${hex(50)}.t.example` })
  expect(severitiesOf(script)).toEqual([])
})

test('a crawler that asks for thousands of ordinary names is no tunnel', () => {
  const name = (i: number) => `www.${random.pick(['garden', 'bakery', 'music'])}${i}.example`
  expect(severitiesOf(ask({ count: 2000, gapSeconds: 0.02, name }))).toEqual([])
})

test('a site with many short host names is no tunnel', () => {
  const script = ask({ count: 60, name: (i) => `r${i}---sn-4g5ednsl.videos.example` })
  expect(severitiesOf(script)).toEqual([])
})

test('texts that are fetched piece by piece are, whatever their names are', () => {
  const fetch = (...how: Parameters<typeof fetchTexts>) => severitiesOf(fetchTexts(...how))
  expect(fetch((i) => `l.${i % 15}.t.example`, 180)).toContain('medium')
  expect(fetch((i) => `l.${i % 15}.t.example`, 20)).toEqual([])
  expect(fetch((i) => `site${i}.example`, 180)).toEqual([])
})

test.each([
  ['a list of hashes', () => `${hex(40)}.email.list.example`],
  ['the search list of a cluster', () => `${hex(30)}.prod.svc.cluster.local`],
])('names of %s are of low severity', (_, name) => {
  expect(severitiesOf(ask({ count: 60, name }))).toEqual(['low'])
})

test('what is asked last does not grade the names of another domain that are stated once more', () => {
  const script = ask({ count: 30, name: () => `${hex(30)}.lab.svc.cluster.local` })
  lookUp(script.wait(1), { client, name: 'www.public.example', answer: '192.0.2.1' })
  const found = script.detect(dnsTunnel)
  expect(found.map(({ severity }) => severity)).toEqual(['low', 'low'])
  expect(found.at(-1)?.title).toContain('for 30 names below')
})

test('data behind four numbers is a tunnel', () => {
  const script = ask({ count: 20, name: () => `1.2.3.4.${hex(60)}.${hex(50)}.t.example` })
  expect(severitiesOf(script)).toEqual(['medium'])
})

test('a mail server that asks a block list is no tunnel', () => {
  const script = ask({ count: 200, name: (i) => `${i % 250}.2.0.192.zen.blocklist.example` })
  expect(severitiesOf(script)).toEqual([])
})

test('a tool that names IPv6 addresses is no tunnel', () => {
  const nibbles = (i: number) => [...i.toString(16).padStart(32, '0')].reverse().join('.')
  const script = ask({ count: 100, type: DnsType.ptr, name: (i) => `${nibbles(i)}.ip6.arpa` })
  expect(severitiesOf(script)).toEqual([])
})

test.each([
  ['long names', ask({ count: 20, name: () => `${hex(50)}.t.example` })],
  [
    'short names for texts',
    ask({ count: 20, type: DnsType.txt, name: () => `${hex(16)}.t.example` }),
  ],
  [
    'types that nothing else asks for',
    ask({ count: 20, type: DnsType.null, name: (i) => `p${i}.t.example` }),
  ],
  ['a resolver', ask({ count: 25, type: DnsType.mx, name: () => `x.${hex(60)}.${hex(40)}` })],
  ['texts', fetchTexts((i) => `l.${i % 15}.t.example`, 180)],
])('the reasons for %s are above their limits', (_, script) => {
  const [found] = script.detect(dnsTunnel)
  expect(found?.reasons.filter(({ actual, typical }) => actual < typical)).toEqual([])
  expect(found?.reasons.filter(({ actual, typical }) => actual > typical).length).toBeGreaterThan(1)
})

function fetchTexts(name: (index: number) => string, length: number): TrafficScript {
  const script = new TrafficScript()
  for (let i = 0; i < 40; i++) {
    fetchText(script, client, name(i), hex(length))
    script.wait(0.5)
  }
  return script
}
