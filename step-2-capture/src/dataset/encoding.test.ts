import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type EncodingOptions, encodingOf } from './encoding.ts'
import { readTable } from './table.ts'

const folder = mkdtempSync(join(tmpdir(), 'encoding-'))
afterAll(() => rmSync(folder, { recursive: true }))

let fileCount = 0
async function table(lines: readonly string[], label?: string) {
  const path = join(folder, `${++fileCount}.csv`)
  writeFileSync(path, lines.join('\n'))
  return await readTable(path, label === undefined ? {} : { label })
}

async function encode(
  lines: readonly string[],
  options: EncodingOptions,
  testLines: readonly string[] = lines,
) {
  const train = await table(lines, options.label)
  const encoding = encodingOf(train, [...Array(train.rowCount).keys()], options)
  const rows = encoding.encode(await table(testLines, options.label))
  return { features: encoding.features, notes: encoding.notes, rows: rows.map((row) => [...row]) }
}

describe('the choice of columns', () => {
  const headed = ['size,proto,time,class', '1,tcp,5,ok', '2,udp,6,bad', '3,tcp,9,ok']

  test('leaves out the label and, with a note, columns of text', async () => {
    const { features, notes, rows } = await encode(headed, { label: 'class' })
    expect(features).toEqual(['size', 'time'])
    expect(notes.join()).toMatch(/proto .* --one-hot proto/)
    expect(rows).toEqual([
      [1, 5],
      [2, 6],
      [3, 9],
    ])
  })

  test('leaves out the columns to ignore, by name or number', async () => {
    const options = { label: 'class', ignore: ['size', '2'] }
    expect((await encode(headed, options)).features).toEqual(['time'])
  })

  test('makes a feature of each value of a one-hot column', async () => {
    const { features, rows } = await encode(headed, { label: 'class', oneHot: ['proto'] })
    expect(features).toEqual(['size', 'proto=tcp', 'proto=udp', 'time'])
    expect(rows[1]).toEqual([2, 0, 1, 6])
  })

  test('gives a value that training never saw zero in each of them', async () => {
    const options = { label: 'class', oneHot: ['proto'] }
    const { rows } = await encode(headed, options, [...headed, '4,icmp,1,bad'])
    expect(rows[3]).toEqual([4, 0, 0, 1])
  })

  test('makes one-hot features of numbers too', async () => {
    const lines = ['6,1,ok', '17,2,ok', '6,3,bad']
    const { features } = await encode(lines, { label: '3', oneHot: ['1'] })
    expect(features).toEqual(['1=6', '1=17', '2'])
  })

  test('leaves out a column that only counts the rows, with a note', async () => {
    const lines = ['id,size,class', ...Array.from({ length: 30 }, (_, i) => `${i},${i % 4},ok`)]
    const { features, notes } = await encode(lines, { label: 'class' })
    expect(features).toEqual(['size'])
    expect(notes).toEqual(['column id is ignored: it counts the rows'])
  })

  test('finds two columns of one name apart', async () => {
    const { features, rows } = await encode(['a,a,class', '1,2,ok', '3,4,ok'], { label: 'class' })
    expect(features).toEqual(['a', 'a.1'])
    expect(rows).toEqual([
      [1, 2],
      [3, 4],
    ])
  })

  test('finds columns by name where the other table has them in another order', async () => {
    const other = ['class,time,proto,size', 'ok,50,tcp,10', 'ok,60,tcp,20']
    const { rows } = await encode(headed, { label: 'class' }, other)
    expect(rows).toEqual([
      [10, 50],
      [20, 60],
    ])
  })
})

describe('columns behind the label', () => {
  test('are not used in a table without a header: they say something about the label', async () => {
    const { features, notes } = await encode(['1,2,3,ok,20', '2,3,4,bad,21'], { label: '4' })
    expect(features).toEqual(['1', '2', '3'])
    expect(notes.join()).toMatch(/column 5 is ignored/)
  })

  test('are features where the label comes first', async () => {
    const { features } = await encode(['ok,2,3,4', 'bad,3,4,5'], { label: '1' })
    expect(features).toEqual(['2', '3', '4'])
  })

  test('are features where a header names them', async () => {
    const { features } = await encode(['a,b,class,c', '1,2,ok,3', '1,2,bad,3'], { label: 'class' })
    expect(features).toEqual(['a', 'b', 'c'])
  })
})

describe('numbers', () => {
  test('that are missing, or texts, become the median, with a note', async () => {
    const lines = ['a,b,class', '1,1,ok', ',1,ok', 'x,1,ok', '3,1,ok', '7,1,bad']
    const { rows, notes } = await encode(lines, { label: 'class' })
    expect(rows.map((row) => row[0])).toEqual([1, 3, 3, 3, 7])
    expect(notes.join()).toMatch(/column a: 2 cells/)
  })

  test('that are infinite count as the farthest measured one, and flatten no other', async () => {
    const lines = ['a,class', '1,ok', 'Infinity,ok', '3,ok', '-1e308,ok', '1e99,bad']
    const { rows, notes } = await encode(lines, { label: 'class' })
    expect(rows.map((row) => row[0])).toEqual([1, 1e99, 3, 1, 1e99])
    expect(notes).toEqual(['column a: 2 are infinite and count as its farthest value'])
  })

  /** Sizes trail off to the right, shares do not, differences are negative too. */
  const lines = [
    'size,share,difference,class',
    ...Array.from({ length: 20 }, (_, i) => `${i === 19 ? 1e6 : i},${i / 19},${i ** 4 - 5},ok`),
  ]

  test('become logarithms only in columns with a long tail and no negative value', async () => {
    const { rows } = await encode(lines, { label: 'class', log1p: true })
    expect(rows[19]).toEqual([Math.log1p(1e6), 1, 19 ** 4 - 5])
  })

  test('below zero in such a column only later are mirrored', async () => {
    const options = { label: 'class', log1p: true }
    const { rows } = await encode(lines, options, [...lines, '-3,0,0,ok'])
    expect(rows[20]![0]).toBe(-Math.log1p(3))
  })

  test('stay finite however large they are', async () => {
    const huge = [...lines, '1e308,0.5,-1e308,ok', 'inf,0.5,-inf,ok']
    const { rows } = await encode(huge, { label: 'class', log1p: true })
    expect(rows.flat().every(Number.isFinite)).toBe(true)
  })
})

test.each([
  ['a label that is not there', { label: 'kind' }, 'E_NO_COLUMN'],
  ['a column number beyond the last', { label: '9' }, 'E_NO_COLUMN'],
  ['an ignored column that is not there', { label: 'class', ignore: ['c'] }, 'E_NO_COLUMN'],
  ['no column left', { label: 'class', ignore: ['a', 'b'] }, 'E_NO_FEATURES'],
])('names the mistake: %s', async (_, options, code) => {
  await expect(encode(['a,b,class', '1,2,ok', '2,3,bad'], options)).rejects.toMatchObject({ code })
})

test('refuses a one-hot column of more values than a model can take', async () => {
  const lines = Array.from({ length: 1100 }, (_, i) => `id${i},${i},ok`)
  await expect(encode(lines, { label: '3', oneHot: ['1'] })).rejects.toMatchObject({
    code: 'E_TOO_MANY_COLUMNS',
  })
})

test('refuses a table of other columns than it learned from', async () => {
  const lines = ['a,b,class', '1,2,ok', '2,3,bad']
  const other = ['a,class', '1,ok', '2,bad']
  await expect(encode(lines, { label: 'class' }, other)).rejects.toMatchObject({
    code: 'E_NO_COLUMN',
    message: expect.stringContaining('no column b'),
  })
})
