import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pcapHeader, pcapRecord } from '../pcap/pcap-writer.ts'
import { paced } from './paced.ts'

/** Packets of ten bytes at these seconds. */
function capture(seconds: readonly number[]): Buffer {
  const records = seconds.map((second) => {
    const timeSeconds = Math.floor(second)
    const timeNanoseconds = Math.round((second - timeSeconds) * 1e9)
    return pcapRecord({ timeSeconds, timeNanoseconds, bytes: new Uint8Array(10) })
  })
  return Buffer.concat([pcapHeader(), ...records])
}

async function* cut(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, index = 0; at < bytes.length; index++) {
    const size = sizes[index % sizes.length] ?? bytes.length
    yield bytes.subarray(at, at + size)
    at += size
  }
}

/** Plays with a clock that only waiting moves, and notes when each byte came out. */
async function play(bytes: Uint8Array, { speed = 1, sizes = [bytes.length], stopAfterMs = 1e12 }) {
  let nowMs = 5_000
  const controller = new AbortController()
  const wait = async (delayMs: number) => {
    nowMs += delayMs
    if (nowMs - 5_000 > stopAfterMs) controller.abort()
  }
  const pace = { speed, signal: controller.signal, nowMs: () => nowMs, wait }
  const out: Buffer[] = []
  const arrivals: { atMs: number; byteCount: number }[] = []
  let byteCount = 0
  for await (const chunk of paced(cut(bytes, sizes), pace)) {
    out.push(Buffer.from(chunk))
    byteCount += chunk.length
    arrivals.push({ atMs: nowMs - 5_000, byteCount })
  }
  const atMs = (offset: number) => arrivals.find((arrival) => arrival.byteCount >= offset)?.atMs
  return { bytes: Buffer.concat(out), atMs }
}

describe('paced', () => {
  const record = 26

  it('lets each packet out when it is due', async () => {
    const { atMs } = await play(capture([100, 100.5, 102]), {})
    expect(atMs(24 + record)).toBe(0)
    expect(atMs(24 + 2 * record)).toBe(500)
    expect(atMs(24 + 3 * record)).toBe(2_000)
  })

  it('plays ten times as fast at speed 10', async () => {
    const { atMs } = await play(capture([100, 110]), { speed: 10 })
    expect(atMs(24 + 2 * record)).toBe(1_000)
  })

  it('waits ten seconds for a gap of years, and not at all for times that run backwards', async () => {
    const { atMs } = await play(capture([100, 1e9, 50, 1e9 + 1]), {})
    expect(atMs(24 + 2 * record)).toBe(10_000)
    expect(atMs(24 + 3 * record)).toBe(10_000)
    expect(atMs(24 + 4 * record)).toBe(11_000)
  })

  it('ends when it is stopped, and keeps back what is not due yet', async () => {
    const { bytes } = await play(capture([100, 101, 200]), { stopAfterMs: 5_000 })
    expect(bytes.length).toBe(24 + 2 * record)
  })

  it('changes no byte, however the capture is cut', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 })
    await fc.assert(
      fc.asyncProperty(sizes, async (sizes) => {
        const whole = capture([100, 100.1, 100.2, 100.3, 105])
        expect((await play(whole, { sizes })).bytes.equals(whole)).toBe(true)
      }),
    )
  })

  it('passes on what is no capture, for the engine to complain about', async () => {
    const page = Buffer.from('<!doctype html>')
    expect((await play(page, {})).bytes.equals(page)).toBe(true)
  })
})
