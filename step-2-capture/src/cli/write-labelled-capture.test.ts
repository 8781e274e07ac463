import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Simulation } from '../simulate/simulate.ts'
import { writeLabelledCapture } from './write-labelled-capture.ts'

const { labels } = new Simulation({ scenario: 'office', seed: 1 })

describe('a capture and its labels', () => {
  let folder: string
  let path: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'labelled-'))
    path = join(folder, 'a.pcap')
  })
  afterEach(() => rm(folder, { recursive: true }))

  const write = (text: string, seed: number) => {
    const bytes = text.split(',').map((part) => Buffer.from(part))
    const capture = { path, bytes: chunks(bytes), labels: () => ({ ...labels, seed }) }
    return writeLabelledCapture(capture)
  }
  async function* chunks(parts: readonly Buffer[]): AsyncGenerator<Uint8Array> {
    for (const part of parts) {
      if (part.toString() === 'break off') throw new Error('the disk is full')
      yield part
    }
  }
  const pair = async () => ({
    capture: await readFile(path, 'utf8'),
    seed: JSON.parse(await readFile(join(folder, 'a.labels.json'), 'utf8')).seed,
  })

  it('replace the pair that was there', async () => {
    await write('first', 1)
    await write('second', 2)
    expect(await pair()).toEqual({ capture: 'second', seed: 2 })
    expect(await readdir(folder)).toEqual(['a.labels.json', 'a.pcap'])
  })

  it('leave the former pair, and nothing else, where the capture breaks off', async () => {
    await write('first', 1)
    await expect(write('second,break off', 2)).rejects.toThrow('the disk is full')
    expect(await pair()).toEqual({ capture: 'first', seed: 1 })
    expect(await readdir(folder)).toEqual(['a.labels.json', 'a.pcap'])
  })

  it('write through a link, which stays one', async () => {
    await writeFile(join(folder, 'real.pcap'), '')
    await symlink('real.pcap', path)
    await write('first', 1)
    expect(await readFile(join(folder, 'real.pcap'), 'utf8')).toBe('first')
    expect(await pair()).toEqual({ capture: 'first', seed: 1 })
  })
})
