import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { runCommand } from 'citty'
import { afterAll, expect, test, vi } from 'vitest'
import { writePcap } from '../pcap/pcap-writer.ts'
import { captureLabels, labelsPathOf } from '../simulate/labels.ts'
import { simulate } from '../simulate/simulate.ts'
import { simulateCommand } from './simulate.ts'

const folder = mkdtempSync(join(tmpdir(), 'simulate-command-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('writes the capture and its labels, and the same ones again', async () => {
  const options = { scenario: 'syn_flood', seed: 4, durationSeconds: 50 }
  const [first, second] = [join(folder, 'first.pcap.gz'), join(folder, 'second.pcap.gz')]
  for (const out of [first, second]) {
    await run('--scenario', 'syn_flood', '--seed', '4', '--duration-seconds', '50', '--out', out)
  }
  expect(readFileSync(first)).toEqual(readFileSync(second))
  expect(gunzipSync(readFileSync(first))).toEqual(Buffer.concat([...writePcap(simulate(options))]))
  const labels = captureLabels.parse(JSON.parse(readFileSync(labelsPathOf(first), 'utf8')))
  expect(labels).toMatchObject({ scenario: 'syn_flood', seed: 4 })
  expect(labels.attacks[0]?.kind).toBe('syn_flood')
})

test('lists the scenarios as one JSON object a line', async () => {
  const [listed = ''] = await run('--list', '--format', 'json')
  const names = listed.split('\n').map((line) => JSON.parse(line).name)
  expect(names).toContain('office')
})

test('starts at the given time and cuts packets to the given length', async () => {
  const out = join(folder, 'short.pcap')
  await run(
    '--start',
    '2021-06-01T00:00:00Z',
    '--snap-length',
    '64',
    '--duration-seconds',
    '20',
    '--out',
    out,
  )
  const capture = readFileSync(out)
  expect(capture.readUInt32LE(16)).toBe(64)
  expect(capture.readUInt32LE(24)).toBe(Date.UTC(2021, 5) / 1000)
})

test.each([
  [['--seed', 'many'], 'E_BAD_USAGE'],
  [['--duration-seconds', '-1'], 'E_BAD_USAGE'],
  [['--scenario', 'tsunami'], 'E_UNKNOWN_SCENARIO'],
  [['--out', '/nowhere/at/all.pcap', '--duration-seconds', '1'], 'E_CANNOT_WRITE'],
])('%j ends with %s', async (rawArgs, code) => {
  await expect(run(...rawArgs)).rejects.toMatchObject({ code })
})

test('does not write a capture to a terminal', async () => {
  const wasTerminal = process.stdout.isTTY
  process.stdout.isTTY = true
  await expect(run('--duration-seconds', '1')).rejects.toMatchObject({ code: 'E_BAD_USAGE' })
  process.stdout.isTTY = wasTerminal
})

/** Runs the command and gives back the lines that it said. */
async function run(...rawArgs: string[]): Promise<string[]> {
  const said = vi.spyOn(console, 'log').mockImplementation(() => {})
  await runCommand(simulateCommand, { rawArgs })
  const lines = said.mock.calls.map(([line]) => String(line))
  said.mockRestore()
  return lines
}
