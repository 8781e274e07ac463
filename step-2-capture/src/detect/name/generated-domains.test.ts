import { expect, test } from 'vitest'
import { lookUp } from '../../../test/dns-script.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
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

const severitiesOf = (script: TrafficScript) =>
  script.detect(generatedDomains).map((found) => found.severity)

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
