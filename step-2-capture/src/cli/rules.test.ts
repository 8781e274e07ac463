import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from 'citty'
import { expect, it, vi } from 'vitest'
import { rulesCommand } from './rules.ts'

const good = 'alert tcp any any -> any 80 (msg:"good"; content:"abc"; sid:1;)'
const bad = 'alert tcp any any -> any 80 (msg:"bad"; content:"abc"; asn1:x; sid:2;)'

async function check(...args: string[]): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'rules-')), 'own.rules')
  await writeFile(path, `${good}\n${bad}\n`)
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  await runCommand(rulesCommand, { rawArgs: ['check', path, ...args] })
  const text = log.mock.calls.map(([line]) => String(line)).join('\n')
  log.mockRestore()
  return text
}

it('rules check says which rules can be used, and why others cannot', async () => {
  const text = await check()
  expect(text).toContain('1 of 2 rules in 1 file can be used (50.0 %)')
  expect(text).toMatch(/1 {2}keyword +asn1 +sid 2: asn1 is not known/)
})

it('rules check --format json names every rule that is not used', async () => {
  const report = JSON.parse(await check('--format', 'json'))
  expect(report).toMatchObject({
    rules: 2,
    compiled: 1,
    refused: [{ sid: 2, line: 2, reason: 'keyword' }],
  })
})
