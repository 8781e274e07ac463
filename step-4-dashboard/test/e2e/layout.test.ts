import { describe, expect, it } from 'vitest'
import { type Box, layoutDifferences } from './layout.ts'

const heading: Box = { what: 'h1: Alerts', left: 200, top: 100, width: 300 }
const table: Box = { what: 'table', left: 200, top: 400, width: 1000 }

describe('layoutDifferences', () => {
  it('lets another font move and widen things a little', () => {
    const moved = { ...table, left: 190, top: 470, width: 1090 }
    expect(layoutDifferences([heading, table], [heading, moved])).toEqual([])
  })

  it.each([
    ['what is missing', [heading], ['table is missing']],
    ['what is new', [heading, table, table], ['table is new']],
    [
      'another text',
      [{ ...heading, what: 'h1: Hosts' }, table],
      ['h1: Alerts is missing', 'h1: Hosts is new'],
    ],
    [
      'another order',
      [table, heading],
      ['h1: Alerts stands in another order', 'table stands in another order'],
    ],
    ['another column', [heading, { ...table, left: 600 }], ['left of table is 600, and was 200']],
    ['another width', [heading, { ...table, width: 500 }], ['width of table is 500, and was 1000']],
    ['a gap above', [heading, { ...table, top: 600 }], ['top of table is 600, and was 400']],
  ])('says %s', (_, now, differences) => {
    expect(layoutDifferences([heading, table], now)).toEqual(differences)
  })
})
