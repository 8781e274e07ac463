import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { labelledFile } from './labelled-sources.ts'

const folder = mkdtempSync(join(tmpdir(), 'labelled-sources-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('attacks under names of version 0.1 are named as today, with a note', async () => {
  const when = { attacker: '10.0.0.66', start: 1, end: 2 }
  const attacks = [
    { kind: 'dga', ...when },
    { kind: 'beaconing', ...when },
  ]
  writeFileSync(join(folder, 'old.labels.json'), JSON.stringify({ attacks }))
  const notes: string[] = []
  const error = vi.spyOn(console, 'error').mockImplementation((line) => notes.push(String(line)))
  const read = await labelledFile(join(folder, 'old.pcap')).attacks()
  error.mockRestore()
  expect(read.map(({ kind }) => kind)).toEqual(['generated_domains', 'beaconing'])
  expect(notes).toEqual([expect.stringContaining('dga is now generated_domains')])
})

test('a capture without labels has no attacks', async () => {
  expect(await labelledFile(join(folder, 'none.pcap')).attacks()).toEqual([])
})
