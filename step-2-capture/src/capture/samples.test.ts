import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Samples } from './samples.ts'

describe('Samples', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'samples-'))
    await writeFile(join(folder, 'scan.pcap.gz'), 'bytes')
    await writeFile(
      join(folder, 'scan.labels.json'),
      '{"scenario":"a scan","start":100,"end":130.5}',
    )
    await writeFile(join(folder, 'flood.pcapng'), 'bytes')
    const labels = { title: 'A flood', description: 'Many packets.', scenario: 'flood' }
    await writeFile(join(folder, 'flood.labels.json'), JSON.stringify(labels))
    await writeFile(join(folder, 'unlabelled.pcap'), 'bytes')
    await writeFile(join(folder, 'broken.pcap'), 'bytes')
    await writeFile(join(folder, 'broken.labels.json'), '{')
    await writeFile(join(folder, 'notes.txt'), 'text')
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('lists the captures that have labels, by name', async () => {
    expect(await new Samples(folder).list()).toEqual([
      {
        sample: 'flood',
        title: 'A flood',
        description: 'Many packets.',
        size: 5,
        seconds: null,
      },
      { sample: 'scan', title: 'a scan', description: '', size: 5, seconds: 30.5 },
    ])
  })

  it('finds one by its name', async () => {
    const path = join(folder, 'scan.pcap.gz')
    expect(await new Samples(folder).find('scan')).toEqual({ path, name: 'scan.pcap.gz' })
  })

  it.each(['', 'sca', '../scan', 'scan.pcap.gz', 'notes', '/etc/passwd'])(
    'finds none by the name %j',
    async (name) => {
      await expect(new Samples(folder).find(name)).rejects.toMatchObject({ code: 'E_NO_SAMPLE' })
    },
  )

  it('lists none where there is no folder', async () => {
    expect(await new Samples(join(folder, 'nothing')).list()).toEqual([])
  })
})
