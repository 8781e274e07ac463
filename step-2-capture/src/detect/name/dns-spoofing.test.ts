import { expect, test } from 'vitest'
import { answerQuery, askName, type Resolving } from '../../../test/spoofed-dns-script.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { dnsSpoofing } from './dns-spoofing.ts'

const client = '10.0.0.5:41000'
const kindsOf = (script: TrafficScript) =>
  script.settled(dnsSpoofing).map(({ severity, kind, source }) => `${severity} ${kind} ${source}`)
const query: Resolving = { client, id: 77, name: 'mail.bank.example' }

/** Asked once, and answered with each of these in turn. */
function answered(...answers: readonly Partial<Resolving>[]): TrafficScript {
  const script = askName(new TrafficScript(), query)
  for (const answer of answers) answerQuery(script, { ...query, ...answer })
  return script
}
const truth = { addresses: ['198.51.100.7', '198.51.100.8'] }
const forged = { addresses: ['10.0.0.66'] }
const device = '02:00:00:00:00:66'

test('a second answer with another address is found, and the device that sent the forged one', () => {
  const script = answered({ ...forged, device }, truth)
  expect(kindsOf(script)).toEqual([`medium dns_spoofing ${device}`])
  expect(kindsOf(answered(truth, { ...forged, device }))).toEqual([`medium dns_spoofing ${device}`])
  expect(script.detect(dnsSpoofing)[0]?.title).toBe(
    '10.0.0.5 got more answers in the name of 10.0.0.53 than it had asked, with other addresses: ' +
      '1 time, last for mail.bank.example (threshold: 1)',
  )
})

test('where both came from one device the name is theirs that they bear', () => {
  expect(kindsOf(answered(forged, truth))).toEqual(['medium dns_spoofing 10.0.0.53'])
})

test('an answer that there is no such name, and then one with an address, differ as well', () => {
  expect(kindsOf(answered({ addresses: [] }, truth))).toHaveLength(1)
})

test('three forged names are of high severity', () => {
  const script = new TrafficScript()
  for (const name of ['a.example', 'b.example', 'c.example']) {
    askName(script, { ...query, name })
    answerQuery(script, { ...query, name, ...forged, device })
    answerQuery(script, { ...query, name, ...truth }).wait(2)
  }
  expect(kindsOf(script).at(-1)).toBe(`high dns_spoofing ${device}`)
})

test.each([
  ['the same answer twice', [truth, truth]],
  ['the same addresses in another order', [truth, { addresses: [...truth.addresses].reverse() }]],
  ['the server has failed, and then answers', [{ code: 2, addresses: [] }, truth]],
])('ordinary: %s', (_, answers) => {
  expect(kindsOf(answered(...answers))).toEqual([])
})

test('ordinary: a query that was sent twice is answered twice, by a server that spreads load', () => {
  const script = askName(askName(new TrafficScript(), query), query)
  answerQuery(answerQuery(script, { ...query, ...forged }), { ...query, ...truth })
  expect(kindsOf(script)).toEqual([])
})

test('ordinary: two servers that are asked at once give different answers', () => {
  const script = askName(askName(new TrafficScript(), query), { ...query, server: '10.0.0.54' })
  answerQuery(script, { ...query, ...forged })
  answerQuery(script, { ...query, server: '10.0.0.54', ...truth })
  expect(kindsOf(script)).toEqual([])
})

test.each([
  [19, []],
  [20, [`high dns_id_guessing ${device}`]],
])('%i answers with IDs that were not asked with: %j', (count, expected) => {
  const script = askName(new TrafficScript(), query)
  for (let i = 0; i < count; i++) {
    answerQuery(script, { ...query, id: 5_000 + 31 * i, ...forged, device })
  }
  expect(kindsOf(script)).toEqual(expected)
})

test('ordinary: answers to queries that the capture lacks', () => {
  const script = new TrafficScript()
  for (let i = 0; i < 200; i++) answerQuery(script, { ...query, id: i, ...truth })
  expect(kindsOf(script)).toEqual([])
})
