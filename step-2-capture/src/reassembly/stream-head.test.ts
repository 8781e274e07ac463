import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StreamHead, streamBytesMax } from './stream-head.ts'

function add(head: StreamHead, sequence: number, text: string, wireLength = text.length): void {
  const bytes = Buffer.from(text, 'latin1')
  head.add(bytes, {
    tcpSequence: sequence >>> 0,
    payloadOffset: 0,
    payloadLength: bytes.length,
    payloadWireLength: wireLength,
  })
}

const textOf = (head: StreamHead) => Buffer.from(head.bytes.subarray(0, head.length)).toString()

describe('StreamHead', () => {
  it('puts segments in order, over the wrap of sequence numbers', () => {
    const head = new StreamHead()
    add(head, 2 ** 32 - 3, 'abc')
    add(head, 4, 'hij')
    expect(textOf(head)).toBe('abc')
    add(head, 0, 'defg')
    expect(textOf(head)).toBe('abcdefghij')
  })

  it('keeps what came first where segments disagree', () => {
    const head = new StreamHead()
    add(head, 10, 'abc')
    add(head, 15, 'FGH')
    add(head, 11, 'xxdexxxi')
    expect(textOf(head)).toBe('abcdeFGHi')
  })

  it('gives the same bytes for any cut and any order of up to eight segments', () => {
    const text = 'GET /index.php?id=1 HTTP/1.1'
    const order = fc.shuffledSubarray([0, 4, 8, 12, 16, 20, 24], { minLength: 7, maxLength: 7 })
    fc.assert(
      fc.property(order, (starts) => {
        const head = new StreamHead()
        add(head, 99, '!')
        for (const start of starts) add(head, 100 + start, text.slice(start, start + 6))
        expect(textOf(head)).toBe(`!${text}`)
      }),
    )
  })

  it('skips what was never captured once nine segments wait behind it', () => {
    const head = new StreamHead()
    add(head, 0, 'start')
    for (let i = 0; i < 9; i++) add(head, 100 + i * 10, 'x')
    expect(textOf(head)).toBe('x')
  })

  it('begins again behind a segment that the snap length cut', () => {
    const head = new StreamHead()
    add(head, 0, 'GET /', 900)
    expect(head.isCut).toBe(true)
    add(head, 900, 'next')
    expect(textOf(head)).toBe('next')
  })

  it('holds no more than its limit, however far a sequence number lies ahead', () => {
    const head = new StreamHead()
    add(head, 0, 'a'.repeat(20_000))
    add(head, 2 ** 31 - 1, 'far')
    expect(head.length).toBe(streamBytesMax)
    expect(head.bytes.length).toBe(streamBytesMax)
  })
})
