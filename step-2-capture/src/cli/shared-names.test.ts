import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from 'citty'
import { expect, it } from 'vitest'
import { baselinesCommand } from './baselines.ts'
import { extractCommand } from './extract.ts'
import { trainCommand } from './train.ts'

it.each([
  ['train', trainCommand],
  ['baselines', baselinesCommand],
  ['extract', extractCommand],
])('%s does not write over the capture that it reads', async (_, command) => {
  const folder = await mkdtemp(join(tmpdir(), 'names-'))
  const path = join(folder, 'a.pcap')
  await writeFile(path, 'packets')
  const run = runCommand(command as typeof trainCommand, { rawArgs: [path, '--out', path] })
  await expect(run).rejects.toMatchObject({
    code: 'E_BAD_USAGE',
    message: `--out ${path} would write a.pcap, which is a capture to read`,
  })
  expect(await readFile(path, 'utf8')).toBe('packets')
  await rm(folder, { recursive: true })
})
