import { expect, test } from 'vitest'
import { lookUp, resolver } from '../../../test/dns-script.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import {
  answerFlags,
  DnsCode,
  DnsType,
  dnsMessage,
  queryFlags,
} from '../../simulate/packet-builder/dns.ts'
import { Random } from '../../simulate/random.ts'
import { generatedDomains } from './generated-domains.ts'
import { wordLikeness } from './word-likeness.ts'

const client = '10.0.0.5'
const random = new Random('generated-domains')
const letters = () => `${random.text(14, 'abcdefghijklmnopqrstuvwxyz')}.example`
const words = 'garden bakery music river mountain letter window summer orange tailor'.split(' ')
const word = () => `${random.pick(words)}-${random.pick(words)}${random.integer(1, 9999)}.example`

function ask(count: number, name: () => string, answer: string, script = new TrafficScript()) {
  for (let i = 0; i < count; i++) {
    lookUp(script, { client, name: name(), answer })
    script.wait(1)
  }
  return script
}

const severitiesOf = (script: TrafficScript) => script.severities(generatedDomains)

test.each([
  [9, []],
  [10, ['medium']],
])('%i random names that do not exist are reported as %j', (count, severities) => {
  expect(severitiesOf(ask(count, letters, 'missing'))).toEqual(severities)
})

test.each([
  [29, []],
  [30, ['medium']],
])('%i readable names that do not exist, and nothing else, as %j', (count, severities) => {
  expect(severitiesOf(ask(count, word, 'missing'))).toEqual(severities)
})

test('names the first three of the domains', () => {
  const [found] = ask(20, letters, 'missing').detect(generatedDomains)
  expect(found?.title).toMatch(/\((?:[a-z]{14}\.example, ){2}[a-z]{14}\.example …\)/)
})

test('random names that do exist are no malware: content networks have such', () => {
  expect(severitiesOf(ask(200, letters, '192.0.2.1'))).toEqual([])
})

test('a crawler that follows dead links among many live ones is no malware', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 40; i++) {
    ask(3, word, '192.0.2.1', script)
    ask(1, word, 'missing', script)
  }
  expect(severitiesOf(script)).toEqual([])
})

test('the search for a host of the own network is no domain', () => {
  const script = ask(200, () => random.text(12, 'abcdefghijklmnopqrstuvwxyz'), 'missing')
  expect(severitiesOf(script)).toEqual([])
})

test.each([
  ['wordpress', 0.8, 1],
  ['mountainview', 0.8, 1],
  ['xqzjvkwpfh', 0, 0.35],
  ['a1b2c3d4e5', 0, 0.1],
])('%s reads like a word to a share from %d to %d', (label, low, high) => {
  const bytes = Buffer.from(label)
  const likeness = wordLikeness(bytes, 0, bytes.length)
  expect(likeness).toBeGreaterThanOrEqual(low)
  expect(likeness).toBeLessThanOrEqual(high)
})

test('names that are missing below domains that exist are no missing domains', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 60; i++) {
    const domain = word()
    lookUp(script, { client, name: `shop.${domain}`, answer: '192.0.2.7' })
    for (const service of ['_sip._tls', 'autodiscover', '_caldavs._tcp']) {
      lookUp(script, { client, name: `${service}.${domain}`, answer: 'missing' })
    }
    script.wait(1)
  }
  expect(severitiesOf(script)).toEqual([])
})

/** The zone of `name` that starts `depth` labels from its end says that the name does not exist. */
function deny(script: TrafficScript, name: string, depth: number): void {
  const question = { name, type: DnsType.a }
  const owner = name.split('.').slice(-depth).join('.')
  const authorities = [{ name: owner, type: 6, timeToLiveS: 60, data: Buffer.alloc(22) }]
  const from = script.client(client)
  const common = { id: script.records.length & 0xffff, questions: [question] }
  script.udp(from, resolver, dnsMessage({ ...common, flags: queryFlags }))
  const flags = answerFlags(DnsCode.noSuchName)
  script.udp(resolver, from, dnsMessage({ ...common, flags, authorities })).wait(1)
}

test.each([
  ['their own zone', 2, []],
  ['the zone above them', 1, ['medium']],
])('domains of which %s denies a host: %j', (_, depth, severities) => {
  const script = new TrafficScript()
  for (let i = 0; i < 15; i++) deny(script, `old.${letters()}`, depth)
  expect(severitiesOf(script)).toEqual(severities)
})
