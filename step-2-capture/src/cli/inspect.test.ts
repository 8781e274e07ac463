import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from 'citty'
import { afterAll, expect, test, vi } from 'vitest'
import { CaptureBytes } from '../../test/capture-bytes.ts'
import { inspectCommand } from './inspect.ts'

const folder = mkdtempSync(join(tmpdir(), 'inspect-command-'))
afterAll(() => rmSync(folder, { recursive: true }))

const capture = new CaptureBytes({ littleEndian: true })
  .pcapHeader()
  .pcapRecord({ seconds: 1_700_000_000, data: new Array(60).fill(0) })
  .toBytes()
const good = join(folder, 'good.pcap')
const cut = join(folder, 'cut.pcap')
const page = join(folder, 'page.pcap')
writeFileSync(good, capture)
writeFileSync(cut, capture.subarray(0, capture.length - 1))
writeFileSync(page, '<!doctype html>')

async function run(...rawArgs: string[]) {
  const lines: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((line) => lines.push(String(line)))
  let code = ''
  try {
    await runCommand(inspectCommand, { rawArgs })
  } catch (error) {
    code = (error as { code: string }).code
  } finally {
    log.mockRestore()
  }
  return { lines, code }
}

test('prints one JSON object a file, and goes on after a file that is damaged', async () => {
  const { lines, code } = await run(cut, page, join(folder, 'none'), good, '--format', 'json')
  const reports = lines.map((line) => JSON.parse(line))
  expect(reports).toMatchObject([
    { file: cut, frames: 0, error: { code: 'E_CAPTURE_TRUNCATED', offset: 24 } },
    { file: page, frames: 0, error: { code: 'E_NOT_A_CAPTURE', offset: 0 } },
    { file: join(folder, 'none'), error: { code: 'E_NO_FILE' } },
    { file: good, format: 'pcap-le-us', frames: 1, first_seen: '2023-11-14T22:13:20.000000000Z' },
  ])
  expect(reports[3]).not.toHaveProperty('error')
  expect(code).toBe('E_CAPTURE_INCOMPLETE')
})

test('says it in words by default, and fails only when a file did', async () => {
  const { lines, code } = await run(good)
  expect(lines[0]).toContain('frames         1 (60 bytes, 60 captured)')
  expect(code).toBe('')
})

test.each([[[]], [['--format', 'xml', good]]])('refuses the arguments %j', async (args) => {
  expect(await run(...args)).toEqual({ lines: [], code: 'E_BAD_USAGE' })
})
