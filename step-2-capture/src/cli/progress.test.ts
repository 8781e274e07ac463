import type { WriteStream } from 'node:tty'
import { describe, expect, it } from 'vitest'
import { barByteCountMin, paceOf, showProgress } from './progress.ts'

/** A terminal that keeps what is drawn on it. */
class Terminal {
  drawn = ''
  readonly isTTY = true
  readonly columns = 120
  write(text: string): boolean {
    this.drawn += text
    return true
  }
}

/** Only these members are used of a terminal. */
const asStream = (terminal: object) => terminal as unknown as WriteStream

describe('showProgress', () => {
  it('shows name, share, rate and time left of a long file', async () => {
    const terminal = new Terminal()
    let ms = 0
    const source = { name: 'long\u001b[2J.pcap', byteCount: 100e6 }
    const progress = await showProgress(source, { stream: asStream(terminal), nowMs: () => ms })
    ms = 2000
    progress.add(40e6)
    progress.end()
    expect(terminal.drawn).toContain('long?[2J.pcap')
    expect(terminal.drawn).toContain('40 %, 20 MB/s, 3 s left')
  })

  it.each([
    ['no terminal', barByteCountMin, false],
    ['a short file', barByteCountMin - 1, true],
    ['a source without an end', undefined, true],
  ])('draws nothing for %s', async (_, byteCount, isTTY) => {
    const terminal = Object.assign(new Terminal(), { isTTY })
    const progress = await showProgress({ name: 'x', byteCount }, { stream: asStream(terminal) })
    progress.add(10)
    progress.end()
    expect(terminal.drawn).toBe('')
  })
})

describe('paceOf', () => {
  it.each([
    [
      { done: 0, total: 100, seconds: 0 },
      { rate: '0', left: '0 s' },
    ],
    [
      { done: 50e6, total: 100e6, seconds: 1 },
      { rate: '50', left: '1 s' },
    ],
    [
      { done: 1e6, total: 91e6, seconds: 1 },
      { rate: '1', left: '1 min 30 s' },
    ],
    [
      { done: 101e6, total: 100e6, seconds: 1 },
      { rate: '101', left: '0 s' },
    ],
  ])('of %o is %o', (done, pace) => {
    expect(paceOf(done)).toEqual(pace)
  })
})
