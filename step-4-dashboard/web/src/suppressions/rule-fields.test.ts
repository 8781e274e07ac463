import { expect, it } from 'vitest'
import { ruleOf, textsOfSearch, wordsOfRule } from './rule-fields.ts'

it('reads a rule from its fields, lists by commas and a port as a number', () => {
  const texts = { kind: 'port_scan, beaconing', target_port: '22', q: 'two, words', source: ' ' }
  const rule = { kind: ['port_scan', 'beaconing'], target_port: 22, q: 'two, words' }
  expect(ruleOf(texts)).toEqual(rule)
  expect(wordsOfRule(rule)).toBe('kind port_scan or beaconing, target port 22, q two, words')
})

it('takes from an address what is a field of a rule, and nothing else', () => {
  const search = new URLSearchParams('new=1&host=10.0.0.5&other=x')
  expect(textsOfSearch(search)).toEqual({ host: '10.0.0.5' })
})
