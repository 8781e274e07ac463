import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { readTable } from './table.ts'
import { symbolCountMax } from './table-column.ts'
import { lineLengthMax } from './table-lines.ts'

const folder = mkdtempSync(join(tmpdir(), 'table-'))
afterAll(() => rmSync(folder, { recursive: true }))

let fileCount = 0
function file(content: string | Uint8Array): string {
  const path = join(folder, `${++fileCount}.csv`)
  writeFileSync(path, content)
  return path
}

async function texts(content: string | Uint8Array, label?: string): Promise<string[][]> {
  const table = await readTable(file(content), label === undefined ? {} : { label })
  const rows = Array.from({ length: table.rowCount }, (_, row) => row)
  return rows.map((row) => table.columns.map((column) => column.text(row)))
}

test.each([
  ['a header above numbers', 'size,kind\n1,2\n3,4\n', true],
  ['a header with numbers in it', '0,1,label\n1,2,3\n4,5,6\n', true],
  ['a header above numbers of which some are missing', 'size,kind\n,x\n3,y\n', true],
  ['numbers only', '1,2\n3,4\n', false],
  ['texts and numbers in every line', 'tcp,1\nudp,2\n', false],
  ['a first row with a missing number', 'tcp,NaN\nudp,2\n', false],
  ['a first row that ends in a text like the others', '1,normal\n2,attack\n', false],
  ['texts only', 'a,b\nc,d\n', false],
  ['one line only', 'a,b\n', false],
])('tells a header from a row: %s', async (_, content, expected) => {
  expect((await readTable(file(content))).hasHeader).toBe(expected)
})

test('takes the first line for a header when it holds the name of the label', async () => {
  const table = await readTable(file('a,b\nc,d\n'), { label: 'b' })
  expect(table.hasHeader).toBe(true)
  expect(table.columns.map((column) => column.name)).toEqual(['a', 'b'])
})

test.each([
  ['commas', '1,2\n3,4\n'],
  ['semicolons', '1;2\n3;4\n'],
  ['tabs', '1\t2\n3\t4\n'],
  ['bars', '1|2\n3|4\n'],
  ['blanks, however many', '  1   2\n3 4 \n'],
  ['Windows line ends', '1,2\r\n3,4\r\n'],
  ['no last line end', '1,2\n3,4'],
  ['a byte order mark', '\uFEFF1,2\n3,4\n'],
  ['empty lines', '\n1,2\n\n3,4\n\n'],
  ['blanks around', ' 1 , 2\n3 ,4 \n'],
  ['quotes', '"1",2\n3,"4"\n'],
  ['gzip', gzipSync('1,2\n3,4\n')],
])('reads a table with %s', async (_, content) => {
  expect(await texts(content)).toEqual([
    ['1', '2'],
    ['3', '4'],
  ])
})

test('takes a comma for a decimal point where it does not separate cells', async () => {
  expect(await texts('x;y\n0,5;-1,25e3\n7;8\n')).toEqual([
    ['0.5', '-1250'],
    ['7', '8'],
  ])
})

test('finds the header by the name of the label in any case', async () => {
  const table = await readTable(file(' Name , Label\na,b\n'), { label: 'label' })
  expect(table.columns.map((column) => column.name)).toEqual(['Name', 'Label'])
})

test('shows the names in the header even where the label is not among them', async () => {
  expect((await readTable(file('x,y\n1,2\n'), { label: 'kind' })).hasHeader).toBe(true)
})

test('keeps what stands in quotes together', async () => {
  expect(await texts('"a, b",1\n"say ""hi""",2\n')).toEqual([
    ['a, b', '1'],
    ['say "hi"', '2'],
  ])
})

test('reads lines however the file is cut into chunks', async () => {
  const lines = Array.from({ length: 60_000 }, (_, i) => `${i},käse,${i * 2}`)
  const table = await readTable(file(`${lines.join('\n')}\n`))
  expect(table.rowCount).toBe(60_000)
  expect([0, 1, 2].map((column) => table.columns[column]!.text(59_999))).toEqual([
    '59999',
    'käse',
    '119998',
  ])
})

test.each([
  ['1e308', 1e308],
  ['1e999', Number.MAX_VALUE],
  ['Infinity', Number.MAX_VALUE],
  ['-inf', -Number.MAX_VALUE],
  ['-0.5', -0.5],
  ['', Number.NaN],
  ['NaN', Number.NaN],
  ['?', Number.NaN],
  ['word', Number.NaN],
])('reads the cell %j as %d', async (cell, value) => {
  const table = await readTable(file(`1,1\n${cell},2\n3,3\n`))
  expect(table.columns[0]!.value(1)).toBe(value)
})

test('calls a column symbolic when most of its values are texts', async () => {
  const { columns } = await readTable(file('a,1,\nb,x,\n1,2,\n'))
  expect(columns.map((column) => column.isSymbolic)).toEqual([true, false, false])
})

test.each([
  ['counts up by one', (i: number) => i + 7, 30, true],
  ['counts up too shortly to tell', (i: number) => i + 7, 19, false],
  ['counts up by one, once by two', (i: number) => i + Number(i > 20), 30, false],
])('tells whether a column only counts the rows: it %s', async (_, value, count, expected) => {
  const lines = Array.from({ length: count }, (_, i) => `${value(i)},${i % 3}`)
  const { columns } = await readTable(file(lines.join('\n')))
  expect(columns.map((column) => column.isRowCounter)).toEqual([expected, false])
})

test('takes a column of endless different texts without keeping them all', async () => {
  const lines = Array.from({ length: symbolCountMax + 10 }, (_, i) => `id${i},${i}`)
  const { columns } = await readTable(file(lines.join('\n')))
  expect(columns[0]!.text(3)).toBe('id3')
  expect(columns[0]!.text(symbolCountMax + 9)).toBe('(other)')
})

test.each([
  ['too few cells', '1,2\n3,4\n5\n', /line 3 .* has 1 cells instead of 2/],
  ['too many cells', 'a,b\n1,2\n\n3,4,5\n', /line 4 .* has 3 cells instead of 2/],
])('names the line that has %s', async (_, content, message) => {
  await expect(readTable(file(content))).rejects.toMatchObject({
    code: 'E_RAGGED_LINE',
    message: expect.stringMatching(message),
  })
})

test.each([
  ['nothing', '', 'E_EMPTY_TABLE'],
  ['empty lines', '\n\n', 'E_EMPTY_TABLE'],
  ['a line without end', 'x'.repeat(lineLengthMax + 2_000_000), 'E_LINE_TOO_LONG'],
  ['half a gzip file', gzipSync('1,2\n'.repeat(10_000)).subarray(0, 60), 'E_GZIP_TRUNCATED'],
])('refuses a file of %s', async (_, content, code) => {
  await expect(readTable(file(content))).rejects.toMatchObject({ code })
})

test('says which file it cannot read', async () => {
  const path = join(folder, 'none.csv')
  await expect(readTable(path)).rejects.toMatchObject({
    code: 'E_NO_FILE',
    message: expect.stringContaining(path),
  })
})
