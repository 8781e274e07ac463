import { createReadStream, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { CaptureReader, Packet, uncompressed } from 'step-2-capture'
import { decodeFrame, Frame } from 'step-2-capture/pictures'
import { expect, it } from 'vitest'
import { flagNames } from './docs/pictures/packet-bytes.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const pages = readdirSync(`${root}/docs/instructors`).filter((name) => name.endsWith('.md'))

it.each(pages)('%s names frames as Wireshark shows them', async (page) => {
  const text = readFileSync(`${root}/docs/instructors/${page}`, 'utf8')
  const sample = /`(samples\/[\w-]+\.pcap\.gz)`/.exec(text)?.[1]
  const stated = [...text.matchAll(/^\| (\d+) \| (\S+) \| (\S+) \| ([A-Z +]+) \|$/gm)]
  expect(stated.length).toBeGreaterThan(1)
  const frames = await framesOf(`${root}/${sample}`)
  for (const [, number, from, to, flags] of stated) {
    expect(frames[Number(number) - 1]).toBe(`${from} ${to} ${namesOf(flags ?? '')}`)
  }
})

it('has a page for each step', () => {
  const steps = readdirSync(root).flatMap((name) => /^step-\d/.exec(name) ?? [])
  expect(pages.sort()).toEqual(steps.sort().map((step) => `${step}.md`))
})

/** Source, destination and flags of each frame of a capture, in Wireshark's order. */
async function framesOf(path: string): Promise<string[]> {
  const reader = new CaptureReader()
  const packet = new Packet()
  const frame = new Frame()
  const found: string[] = []
  for await (const chunk of uncompressed(createReadStream(path))) {
    reader.push(chunk)
    while (reader.next(packet)) {
      decodeFrame(packet, frame)
      const { sourceAddressOffset, destinationAddressOffset } = frame
      const from = `${addressAt(packet, sourceAddressOffset)}:${frame.sourcePort}`
      const to = `${addressAt(packet, destinationAddressOffset)}:${frame.destinationPort}`
      found.push(`${from} ${to} ${namesOf(flagNames(frame))}`)
    }
  }
  return found
}

function addressAt({ bytes }: Packet, offset: number): string {
  return bytes.subarray(offset, offset + 4).join('.')
}

/** The flags in one order: `RST + ACK` is `ACK + RST`. */
function namesOf(flags: string): string {
  return flags.split(' + ').sort().join(' + ')
}
