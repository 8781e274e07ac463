import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Samples } from './samples.ts'

const scan = {
  scenario: 'syn_scan',
  source: 'recorded',
  seed: null,
  start: 100,
  end: 110,
  packets: 9,
  attacks: [{ kind: 'port_scan', attacker: '192.0.2.1', victims: ['192.0.2.2', '192.0.2.3'] }],
}

describe('Samples', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'samples-'))
    await mkdir(join(folder, 'recorded'))
    const files = {
      'recorded/scan.pcap.gz': 'bytes',
      'recorded/scan.labels.json': JSON.stringify(scan),
      'office.pcapng': 'bytes',
      'office.labels.json': JSON.stringify({ ...scan, title: 'An office', attacks: [] }),
      'unlabelled.pcap': 'bytes',
      'broken.pcap': 'bytes',
      'broken.labels.json': '{',
      'notes.txt': 'text',
    }
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('lists the captures that have labels, by name, with what is in them', async () => {
    const numbers = { origin: 'recorded', packets: 9, seconds: 10, size: 5 }
    expect(await new Samples(folder).list()).toEqual([
      {
        sample: 'office',
        title: 'An office',
        description: 'ordinary traffic',
        ...numbers,
        attacks: 0,
      },
      {
        sample: 'recorded/scan',
        title: 'syn scan',
        description: 'port scan: 192.0.2.1 against 192.0.2.2, 192.0.2.3',
        ...numbers,
        attacks: 1,
      },
    ])
  })

  it('finds one by its name', async () => {
    const path = join(folder, 'recorded', 'scan.pcap.gz')
    expect(await new Samples(folder).find('recorded/scan')).toEqual({ path, name: 'scan.pcap.gz' })
  })

  it.each(['', 'sca', 'scan', '../scan', 'recorded/scan.pcap.gz', 'notes', '/etc/passwd'])(
    'finds none by the name %j',
    async (name) => {
      await expect(new Samples(folder).find(name)).rejects.toMatchObject({ code: 'E_NO_SAMPLE' })
    },
  )

  it('lists none where there is no folder', async () => {
    expect(await new Samples(join(folder, 'nothing')).list()).toEqual([])
  })
})
