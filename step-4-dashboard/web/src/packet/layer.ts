/** A named value, and the bytes that hold it: from `start` up to `end`. */
export interface Field {
  readonly name: string
  readonly value: string
  readonly start: number
  readonly end: number
}

export interface Layer {
  readonly name: string
  readonly start: number
  readonly end: number
  readonly fields: readonly Field[]
}

/** What follows a layer: which protocol, and from which byte up to which. */
export interface Next {
  readonly protocol: string
  readonly start: number
  readonly end: number
}

export interface DissectedLayer {
  readonly layer: Layer
  readonly next: Next | undefined
}

/** Reads fields one after the other; past the end there are none. */
export class FieldReader {
  readonly fields: Field[] = []
  readonly #bytes: Uint8Array
  readonly #end: number
  offset: number

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes
    this.offset = start
    this.#end = Math.min(end, bytes.length)
  }

  /** Bytes that are left of the layer. */
  get left(): number {
    return Math.max(0, this.#end - this.offset)
  }

  /** An unsigned number of 1 to 4 bytes, in network byte order; 0 where it is cut off. */
  number(name: string, byteCount: 1 | 2 | 4, show: (value: number) => string = String): number {
    if (this.left < byteCount) {
      this.offset = this.#end
      return 0
    }
    let value = 0
    for (let index = 0; index < byteCount; index++) {
      value = value * 256 + (this.#bytes[this.offset + index] ?? 0)
    }
    this.#add(name, show(value), byteCount)
    return value
  }

  /** Bytes as a text that `show` makes of them. */
  bytes(name: string, byteCount: number, show: (bytes: Uint8Array) => string): string {
    const count = Math.min(byteCount, this.left)
    if (count === 0) return ''
    const value = show(this.#bytes.subarray(this.offset, this.offset + count))
    this.#add(name, value, count)
    return value
  }

  #add(name: string, value: string, byteCount: number): void {
    this.fields.push({ name, value, start: this.offset, end: this.offset + byteCount })
    this.offset += byteCount
  }
}

export function hex(value: number, digits: number): string {
  return `0x${value.toString(16).padStart(digits, '0')}`
}

export function macText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(':')
}

export function ipv4Text(bytes: Uint8Array): string {
  return bytes.join('.')
}

/** RFC 5952: lower case, the longest run of zeros as `::`. */
export function ipv6Text(bytes: Uint8Array): string {
  const words = Array.from({ length: 8 }, (_, index) =>
    (((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)).toString(16),
  )
  const runs = words.join(':').match(/\b0(?::0)+\b/g) ?? []
  const [longest] = runs.toSorted((one, other) => other.length - one.length)
  if (longest === undefined) return words.join(':')
  const [before = '', after = ''] = splitOnce(words.join(':'), longest)
  return `${before.replace(/:$/, '')}::${after.replace(/^:/, '')}`
}

function splitOnce(text: string, part: string): [string, string] {
  const match = new RegExp(`(^|:)${part}(:|$)`).exec(text)
  const index = match ? match.index + (match[1]?.length ?? 0) : 0
  return [text.slice(0, index), text.slice(index + part.length)]
}

/** Printable ASCII; the rest as dots. */
export function printable(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·',
  ).join('')
}
