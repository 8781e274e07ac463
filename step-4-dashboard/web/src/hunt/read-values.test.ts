import { describe, expect, it } from 'vitest'
import { readValues } from './read-values.ts'

describe('the values of a text', () => {
  it.each([
    ['198.51.100.7', 'address'],
    ['2001:db8::7', 'address'],
    ['10.0.0.0/8', 'block'],
    ['2001:db8::/32', 'block'],
    ['aa:bb:cc:dd:ee:ff', 'MAC address'],
    ['1:nTNOjKJLKBFH25oe4nrzWWyq6to=', 'community ID'],
    ['d41d8cd98f00b204e9800998ecf8427e', 'hash'],
    ['T1046', 'technique'],
    ['evil.example', 'name'],
  ])('%s is of the kind %s', (value, kind) => expect(readValues(value)).toEqual([{ value, kind }]))

  it('are read from a report that writes them harmless, each once', () => {
    const text = 'hxxps://evil[.]example/a?b, 198[.]51[.]100[.]7;\n"198.51.100.7" (bad.example).'
    expect(readValues(text).map(({ value }) => value)).toEqual([
      'evil.example',
      '198.51.100.7',
      'bad.example',
    ])
  })
})
