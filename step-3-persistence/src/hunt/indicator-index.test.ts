import { expect, it } from 'vitest'
import { typedValues } from './indicator/typed-value.ts'
import { IndicatorIndex } from './indicator-index.ts'

const listed = [
  '203.0.113.7',
  '198.51.100.0/24',
  '198.51.100.128/25',
  '2001:db8::/32',
  'evil.example',
]
const index = new IndicatorIndex(
  listed.flatMap(typedValues).map((value) => ({
    ...value,
    threat_type: 'c2',
    confidence: 1,
    description: '',
    first_seen: null,
  })),
)

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['203.0.113.8', undefined],
  ['198.51.100.1', '198.51.100.0/24'],
  ['198.51.100.200', '198.51.100.128/25'],
  ['198.51.101.1', undefined],
  ['198.51.100.0/26', '198.51.100.0/24'],
  ['198.51.0.0/16', undefined],
  ['2001:db8:1::1', '2001:db8::/32'],
  ['2001:db9::1', undefined],
  ['evil.example', 'evil.example'],
  ['a.b.evil.example', 'evil.example'],
  ['notevil.example', undefined],
  ['evil.example.net', undefined],
])('finds %s by %s', (text, expected) => {
  const [value] = typedValues(text)
  expect(value && index.find(value)?.value).toBe(expected)
})

it('gives back all that it was made of', () => {
  expect(
    index
      .all()
      .map(({ value }) => value)
      .sort(),
  ).toEqual([...listed].sort())
})
