import { type Bytes, text, u16, zeros } from './packet-bytes.ts'

/** Builds TLS hellos for tests. */
export interface HelloFields {
  readonly ciphers?: readonly number[]
  readonly extensions?: readonly Bytes[]
}

export const extension = (type: number, data: Bytes): Bytes => [
  ...u16(type),
  ...u16(data.length),
  ...data,
]
const list16 = (values: readonly number[]): Bytes => {
  const bytes = values.flatMap((value) => u16(value))
  return [...u16(bytes.length), ...bytes]
}
const named = (name: string): Bytes => [...u16(name.length), ...text(name)]
export const serverName = (name: string): Bytes =>
  extension(0, [...u16(name.length + 3), 0, ...named(name)])
export const protocols = (...names: string[]): Bytes => {
  const bytes = names.flatMap((name) => [name.length, ...text(name)])
  return extension(16, [...u16(bytes.length), ...bytes])
}
export const versions = (...values: number[]): Bytes =>
  extension(43, [values.length * 2, ...values.flatMap((value) => u16(value))])
export const groups = (...values: number[]): Bytes => extension(10, list16(values))
export const algorithms = (...values: number[]): Bytes => extension(13, list16(values))
export const pointFormats = (...values: number[]): Bytes =>
  extension(11, [values.length, ...values])

export function clientHello({ ciphers = [0x1301], extensions = [] }: HelloFields = {}): Bytes {
  const all = extensions.flat()
  const body = [
    ...u16(0x0303),
    ...zeros(32),
    1,
    7,
    ...list16(ciphers),
    1,
    0,
    ...u16(all.length),
    ...all,
  ]
  return [1, 0, ...u16(body.length), ...body]
}

/** Handshake bytes in records of at most `size` bytes. */
export function records(handshake: Bytes, size = 16_384): Bytes {
  const bytes: number[] = []
  for (let at = 0; at < handshake.length; at += size) {
    const part = handshake.slice(at, at + size)
    bytes.push(22, 3, 1, ...u16(part.length), ...part)
  }
  return bytes
}

/** GREASE in every list that can have it; the rest is what a browser sends. */
export const browserHello = clientHello({
  ciphers: [0x0a0a, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030],
  extensions: [
    extension(0x1a1a, []),
    serverName('www.Example.com'),
    groups(0x2a2a, 29, 23),
    pointFormats(0),
    algorithms(0x0403, 0x0804),
    protocols('h2', 'http/1.1'),
    versions(0x3a3a, 0x0304, 0x0303),
    extension(0xfafa, [0]),
  ],
})
