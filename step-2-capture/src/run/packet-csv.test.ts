import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { protocolNames } from '../decode/protocol-names.ts'
import { PacketCsv } from './packet-csv.ts'
import { noteTime, PacketNote } from './packet-note.ts'
import { RotatingFile } from './rotating-file.ts'

describe('PacketCsv', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'csv-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  async function written(notes: readonly PacketNote[]): Promise<string[]> {
    const path = join(folder, 'a.csv')
    await rm(path, { force: true })
    const file = new RotatingFile({ path })
    const csv = new PacketCsv(file)
    for (const note of notes) csv.add(note)
    csv.flush()
    file.close()
    return (await readFile(path, 'utf8')).trimEnd().split('\n')
  }

  const note = fc
    .record({
      timeSeconds: fc.oneof(fc.nat(4_294_967_295), fc.constant(18_446_744_073_709)),
      timeNanoseconds: fc.nat(999_999_999),
      source: fc.oneof(fc.ipV4(), fc.ipV6(), fc.constant('')),
      destination: fc.oneof(fc.ipV4(), fc.ipV6(), fc.constant('00:50:56:18:63:e1')),
      protocol: fc.nat(protocolNames.length - 1),
      length: fc.nat(4_294_967_295),
      sourcePort: fc.nat(65_535),
      destinationPort: fc.nat(65_535),
      isBad: fc.boolean(),
    })
    .map((values) => Object.assign(new PacketNote(), values))

  it('writes by hand what joining texts would give', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(note, { minLength: 1 }), async (notes) => {
        const joined = notes.map((note) =>
          [
            noteTime(note),
            note.source,
            note.destination,
            protocolNames[note.protocol],
            note.length,
            note.sourcePort,
            note.destinationPort,
            note.isBad ? 1 : 0,
          ].join(),
        )
        expect(await written(notes)).toEqual(joined)
      }),
    )
  })

  it('writes more than its buffer holds', async () => {
    const notes = Array.from({ length: 20_000 }, (_, index) =>
      Object.assign(new PacketNote(), { timeSeconds: index, source: '192.0.2.1', length: index }),
    )
    const lines = await written(notes)
    expect(lines).toHaveLength(20_000)
    expect(lines[12_345]).toBe('1970-01-01T03:25:45.000000Z,192.0.2.1,,TCP,12345,0,0,0')
  })
})
