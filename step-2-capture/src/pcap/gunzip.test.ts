import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { type UncompressedOptions, uncompressed } from './gunzip.ts'

/** Lends the same buffer for each chunk, as the reader of files does. */
async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(size)
  for (let at = 0; at < bytes.length; at += size) {
    const chunk = bytes.subarray(at, at + size)
    buffer.set(chunk)
    yield buffer.subarray(0, chunk.length)
    buffer.fill(0)
  }
}

async function unpack(chunks: AsyncIterable<Uint8Array>, options: UncompressedOptions = {}) {
  const parts: Uint8Array[] = []
  let code = ''
  try {
    for await (const part of uncompressed(chunks, options)) parts.push(part.slice())
  } catch (error) {
    code = (error as { code: string }).code
  }
  return { bytes: Buffer.concat(parts), code }
}

/** Half random, so that gzip cannot make much of it. */
const plain = Buffer.from(
  Array.from({ length: 300_000 }, (_, i) => (Math.imul(i, 0x9e3779b1) ^ (i * i)) >>> 13),
)

test.each([1, 70, 65_536, 1_000_000])(
  'unpacks gzip that comes in chunks of %d bytes',
  async (size) => {
    const text = size === 1 ? plain.subarray(0, 2000) : plain
    expect(await unpack(cut(gzipSync(text), size))).toEqual({ bytes: text, code: '' })
  },
)

test('passes everything else through, and says when it was gzip', async () => {
  for (const bytes of [plain, Buffer.of(0x1f), Buffer.of(0x1f, 0x8c, 3), Buffer.alloc(0)]) {
    let gzip = false
    const result = await unpack(cut(bytes, 1), { onGzip: () => (gzip = true) })
    expect(result).toEqual({ bytes, code: '' })
    expect(gzip).toBe(false)
  }
  let gzip = false
  await unpack(cut(gzipSync(plain), 100), { onGzip: () => (gzip = true) })
  expect(gzip).toBe(true)
})

test('unpacks several members, one after another', async () => {
  const both = Buffer.concat([gzipSync('first '), gzipSync('second')])
  expect((await unpack(cut(both, 5))).bytes.toString()).toBe('first second')
})

test('does not unpack twice what was packed twice', async () => {
  const inner = gzipSync(plain)
  expect((await unpack(cut(gzipSync(inner), 999))).bytes).toEqual(inner)
})

test('yields what it could of a file that was cut, then says so', async () => {
  const packed = gzipSync(plain)
  const result = await unpack(cut(packed.subarray(0, packed.length >> 1), 4096))
  expect(result.code).toBe('E_GZIP_TRUNCATED')
  expect(result.bytes.length).toBeGreaterThan(50_000)
  expect(result.bytes).toEqual(plain.subarray(0, result.bytes.length))
})

test('says that a file is damaged when it is', async () => {
  const packed = gzipSync(plain)
  packed.fill(0xff, packed.length >> 1, (packed.length >> 1) + 64)
  const result = await unpack(cut(packed, 4096))
  expect(result.code).toBe('E_GZIP_DAMAGED')
  expect(result.bytes.length).toBeGreaterThan(50_000)
})

test('stops at the byte cap', async () => {
  const result = await unpack(cut(gzipSync(plain), 4096), { bytesMax: 200_000 })
  expect(result.code).toBe('E_GZIP_BOMB')
  expect(result.bytes.length).toBeLessThanOrEqual(200_000)
})

test('stops a bomb early, with memory that stays flat', async () => {
  const zeros = gzipSync(Buffer.alloc(16_777_216))
  /** 64 members: a gigabyte of zeros in a megabyte. */
  async function* bomb() {
    for (let i = 0; i < 64; i++) yield zeros
  }
  const before = process.memoryUsage().rss
  let unpackedBytes = 0
  let highest = 0
  const reading = (async () => {
    for await (const part of uncompressed(bomb())) {
      unpackedBytes += part.length
      highest = Math.max(highest, process.memoryUsage().rss)
    }
  })()
  await expect(reading).rejects.toMatchObject({ code: 'E_GZIP_BOMB' })
  expect(unpackedBytes).toBeLessThanOrEqual(67_108_864)
  expect(highest - before).toBeLessThan(67_108_864)
})

test('stops unpacking when its reader stops', async () => {
  let returned = false
  async function* endless() {
    try {
      for (;;) yield gzipSync('x'.repeat(100))
    } finally {
      returned = true
    }
  }
  for await (const _ of uncompressed(endless())) break
  expect(returned).toBe(true)
})
