import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { multipartParts } from './multipart.ts'

const type = 'multipart/form-data; boundary=line'

function form(...parts: readonly [head: string, body: string][]): string {
  const text = parts.map(([head, body]) => `--line\r\n${head}\r\n\r\n${body}\r\n`).join('')
  return `${text}--line--\r\n`
}
const file = (name: string) => `Content-Disposition: form-data; name="file"; filename="${name}"`

async function* cut(text: string, size = text.length): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text, 'latin1')
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(chunks: AsyncIterable<Uint8Array>, contentType = type) {
  const parts: { name: string; fileName: string | undefined; text: string }[] = []
  for await (const { name, fileName, bytes } of multipartParts(chunks, contentType)) {
    const pieces: Buffer[] = []
    for await (const piece of bytes) pieces.push(piece)
    parts.push({ name, fileName, text: Buffer.concat(pieces).toString('latin1') })
  }
  return parts
}

describe('multipartParts', () => {
  it('gives each part with its names and bytes', async () => {
    const note = 'Content-Disposition: form-data; name="note"'
    expect(await read(cut(form([note, 'hello'], [file('a.pcap'), 'bytes'])))).toEqual([
      { name: 'note', fileName: undefined, text: 'hello' },
      { name: 'file', fileName: 'a.pcap', text: 'bytes' },
    ])
  })

  it('gives the same however the body is cut, also inside a boundary or beside a false one', async () => {
    const body = form([file('a'), '\r\n--lin\r\n--\r\n-'], [file('b'), ''], [file('c'), '\r\n'])
    const whole = await read(cut(body))
    expect(whole.map(({ text }) => text)).toEqual(['\r\n--lin\r\n--\r\n-', '', '\r\n'])
    for (let size = 1; size < 40; size++) expect(await read(cut(body, size))).toEqual(whole)
  })

  it('gives back any bytes that hold no boundary', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), fc.integer({ min: 1, max: 50 }), async (bytes, size) => {
        const text = Buffer.from(bytes).toString('latin1')
        const [part] = await read(cut(form([file('a'), text]), size))
        expect(part?.text).toBe(text)
      }),
    )
  })

  it('skips a part that is not read', async () => {
    const names: string[] = []
    const body = cut(form([file('a'), 'x'.repeat(1000)], [file('b'), 'y']), 7)
    for await (const { fileName } of multipartParts(body, type)) names.push(fileName ?? '')
    expect(names).toEqual(['a', 'b'])
  })

  it.each([
    ['no form', '{}', 'application/json'],
    ['a form without a boundary', form([file('a'), 'x']), 'multipart/form-data'],
    ['a boundary that never comes', form([file('a'), 'x']), 'multipart/form-data; boundary=other'],
    ['a body that was cut off', form([file('a'), 'x']).slice(0, -12), type],
    ['an empty body', '', type],
    ['rubbish after a boundary', '--line rubbish\r\n\r\n', type],
    ['an endless head', `--line\r\n${'x: y\r\n'.repeat(2_000)}`, type],
  ])('refuses %s', async (_, body, contentType) => {
    await expect(read(cut(body, 1_000), contentType)).rejects.toMatchObject({
      code: 'E_BAD_UPLOAD',
    })
  })
})
