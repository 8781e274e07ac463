import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Learn } from './commands.ts'
import { exerciseOf } from './exercises.ts'
import { Workspace } from './workspace.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = 'my/.mistakes'
const remove = () => {
  for (const name of ['.', 'step-1-skeleton', 'step-2-capture']) {
    rmSync(join(root, name, folder), { recursive: true, force: true })
  }
}

describe('what a learner reads of a mistake', () => {
  const workspace = new Workspace(root, folder)
  const learn = new Learn(workspace, () => new Date(0))
  const calibration = exerciseOf('calibration')
  if (!calibration) throw new Error('there is no exercise calibration')
  const solution = workspace.solutionOf(calibration)
  const path = `step-1-skeleton/${folder}/calibration.ts`
  const checkWith = async (text: string) => {
    writeFileSync(join(root, path), text)
    return (await learn.check('calibration')).lines
  }
  beforeAll(() => {
    remove()
    learn.start('calibration')
  })
  afterAll(remove)

  it('is the line and the sentence of a type error', async () => {
    // Signs of two and four bytes before it do not move the line.
    const text = `// é 😀\n${solution.replace('return thin(', 'return String(')}`
    const line = text.split('\n').findIndex((one) => one.includes('return String(')) + 1
    const lines = await checkWith(text)
    expect(lines[0]).toBe('calibration: the types do not fit.')
    expect(lines[1]).toBe(`✗ ${path}:${line}`)
    expect(lines[2]).toBe(
      "  Type 'string' is not assignable to type '{ rawScores: number[]; shares: number[]; }'.",
    )
  })

  it('is the line and the sentence of a syntax error', async () => {
    const lines = await checkWith(solution.replace('return thin(', 'return thin(('))
    expect(lines[0]).toBe('calibration: the file cannot be read as TypeScript.')
    expect(lines[1]).toMatch(new RegExp(`^✗ ${path}:\\d+$`))
    expect(lines[2]).toBe("  ',' expected.")
    expect(lines[3]).toContain('there or above it')
  })

  it.each([
    ['that an import is missing', "import { z } from 'zod'", '', 'import'],
    ['that await is missing', 'return thin(', 'return Promise.resolve(', 'await'],
  ])('is %s', async (_, part, other, word) => {
    const lines = await checkWith(solution.replace(part, other))
    expect(lines[0]).toBe('calibration: the types do not fit.')
    expect(lines[3]).toContain(word)
  })

  it('is what the product needs and the file does not export', async () => {
    const lines = await checkWith(
      solution.replace('export function calibrate(', 'function calibrate('),
    )
    expect(lines.slice(0, 3).join('\n')).toContain("'calibrate'")
  })

  it('is the expected and the received value, and where', async () => {
    const lines = await checkWith(solution.replace('(first + end) / 2', 'first'))
    expect(lines.slice(0, 5)).toEqual([
      expect.stringMatching(/^calibration: \d of \d tests pass\.$/),
      '✗ turns a training score into the share of rows below it, half of the ties counted',
      '  expected 0.125',
      '  received 0',
      expect.stringMatching(/^ {2}at step-1-skeleton\/src\/calibration\.test\.ts:\d+$/),
    ])
  })

  it('is the line of their file that fails, and why', async () => {
    const text = solution.replace(
      'return thin(',
      'const rows: number[][] = []\n  if ((rows[1] as number[]).length > 2) throw new Error()\n  return thin(',
    )
    const lines = await checkWith(text)
    const line = text.split('\n').findIndex((one) => one.includes('rows[1]')) + 1
    expect(lines.slice(2, 4)).toEqual([
      "  your code failed: Cannot read properties of undefined (reading 'length')",
      `  at ${path}:${line}`,
    ])
  })

  it('is the line of their file that cannot be loaded, and why', async () => {
    const text = `${solution}\nthrow new RangeError('too few bits')\n`
    const lines = await checkWith(text)
    const line = text.split('\n').findIndex((one) => one.startsWith('throw')) + 1
    expect(lines.slice(0, 2)).toEqual([
      `calibration: ${path} cannot be loaded.`,
      `✗ ${path}:${line}: too few bits`,
    ])
  })

  it('is a list on one line, where it fits', async () => {
    const lines = await checkWith(solution.replace('.sort()', '.reverse()'))
    expect(lines.filter((line) => /^ {2}(expected|received) /.test(line))).toHaveLength(2)
  })

  it('is how to go on where the compiler does not trust an index', async () => {
    const lines = await checkWith(
      solution.replace(
        'return thin(',
        'const first: number = [1][0]\n  if (first > 2) return thin({ rawScores: [], shares: [] })\n  return thin(',
      ),
    )
    expect(lines[4]).toContain('list[0] as number')
  })

  it('is not that another exercise is unfinished, through which every packet goes', async () => {
    learn.start('ipv4')
    learn.solve('port-scan')
    expect((await learn.check('port-scan')).lines).toContain('✓ Passed: The port-scan detector')
  })

  it('is a sentence for what is not there', async () => {
    expect(await learn.check('nonsense')).toMatchObject({ exitCode: 1 })
    expect(learn.start('nonsense').lines[0]).toBe('There is no exercise "nonsense".')
    expect((await learn.check('udp')).lines).toEqual([
      'udp is not started.',
      'Start it: npm run learn -- start udp',
    ])
  })
})
