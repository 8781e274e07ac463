import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readTable } from './table.ts'
import { labelsOf } from './table-split.ts'

const folder = mkdtempSync(join(tmpdir(), 'table-split-'))
afterAll(() => rmSync(folder, { recursive: true }))

let fileCount = 0
async function labels(column: readonly string[], normal: string) {
  const path = join(folder, `${++fileCount}.csv`)
  writeFileSync(path, ['size,kind', ...column.map((label) => `1,${label}`)].join('\n'))
  const { isAnomaly, labelledRows } = labelsOf(
    await readTable(path, { label: 'kind' }),
    'kind',
    normal,
  )
  return { flags: [...isAnomaly], labelledRows }
}

test.each([
  ['a text', ['ok', 'scan', 'flood', 'ok'], 'ok', [0, 1, 1, 0]],
  ['a number however it is written', ['0', '0.0', '1.0', '0e5'], '0.0', [0, 0, 1, 0]],
  ['a number in quotes of two kinds', [`"'-1'"`, `"'1'"`], '-1', [0, 1]],
  ['a text in other case', ['BENIGN', 'DDoS'], 'Benign', [0, 1]],
  ['a text with a full stop', ['normal.', 'smurf.'], 'normal', [0, 1]],
])('tells the rows of the normal value from all others: %s', async (_, column, normal, flags) => {
  expect(await labels(column, normal)).toMatchObject({ flags })
})

test('leaves out rows without a label, which are neither', async () => {
  expect(await labels(['ok', '', 'bad', 'NaN'], 'ok')).toMatchObject({ labelledRows: [0, 2] })
})

test.each(['', '-', 'None'])(
  'takes no label for the normal one when told so: %j',
  async (normal) => {
    const found = await labels(['-', 'Exploits', '', '-'], normal)
    expect(found).toEqual({ flags: [0, 1, 0, 0], labelledRows: [0, 1, 2, 3] })
  },
)

test('names the values that there are when none is the normal one', async () => {
  await expect(labels(['ok', 'bad'], 'fine')).rejects.toMatchObject({
    code: 'E_NO_NORMAL_ROWS',
    fix: expect.stringContaining('ok, bad'),
  })
})
