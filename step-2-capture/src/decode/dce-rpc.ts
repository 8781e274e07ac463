import { readUint16 } from './big-endian.ts'
import { readLittleUint16 } from './little-endian.ts'

/** Types of messages (C706, section 12.6.4). */
export const DceRpcKind = { request: 0, bind: 11, alterContext: 14 } as const

/** The header that every message begins with (section 12.6.3.1). */
const headerBytes = 16
/** A request goes on with a hint, the context and the operation (12.6.4.9). */
const requestBytes = headerBytes + 8
/** Behind the header of a bind: sizes and group, the count of contexts, then the contexts (12.6.4.3). */
const contextCountOffset = 24
const contextsOffset = 28
/** A context: number and count of syntaxes, the interface with its version, then the syntaxes. */
const contextBytes = 24
const interfaceOffset = 4
const syntaxBytes = 20
const uuidBytes = 16
/** Flags of a message (12.6.3.1): the first of its fragments, and an object before the arguments. */
const isFirstFragment = 0x01
const hasObject = 0x80
/** What stands before an authentication value: type, level, padding, context. */
const authenticationHeaderBytes = 8

/** Where the bytes of a UUID stand whose first three fields are little-endian. */
const littleOrder = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] as const
const bigOrder = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15] as const

/** A UUID as its 16 bytes in the order of its text. */
export type Uuid = readonly number[]

/** @throws Error when the text is no UUID. */
export function uuidOf(text: string): Uuid {
  const bytes = [...Buffer.from(text.replaceAll('-', ''), 'hex')]
  if (bytes.length !== uuidBytes) throw new Error(`${text} is no UUID`)
  return bytes
}

/** A message of connection-oriented DCE/RPC 5.0 (C706, chapter 12; [MS-RPCE]); reused. */
export class DceRpcMessage {
  /** One of DceRpcKind, or another type. */
  kind = -1
  /** Of a request: the number of its operation, 0 to 65,535; -1 otherwise. */
  operation = -1
  /** Of a request: the context of a bind that says which interface is called; 0 otherwise. */
  context = 0
  /** Whether it starts a call: a long one is sent as several fragments with one operation. */
  isFirst = false
  /** The arguments of a request, as far as they are captured. */
  stubStart = 0
  stubEnd = 0
  /** Offset behind the message: a segment can hold several. */
  end = 0
  #bytes: Uint8Array = new Uint8Array()
  #start = 0
  #capturedEnd = 0
  #isLittle = true

  /** Parses the message at the start of `bytes[start, end)`; false where there is none. */
  parse(bytes: Uint8Array, start: number, end: number): boolean {
    this.kind = -1
    this.operation = -1
    this.context = 0
    this.isFirst = false
    this.stubStart = 0
    this.stubEnd = 0
    if (end - start < headerBytes || bytes[start] !== 5 || bytes[start + 1]! > 1) return false
    // The high half of the data representation: 1 for little-endian, 0 for big-endian.
    const order = bytes[start + 4]! >> 4
    if (order > 1) return false
    this.#isLittle = order === 1
    const length = this.#read16(bytes, start + 8)
    if (length < headerBytes) return false
    this.#bytes = bytes
    this.#start = start
    this.end = start + length
    this.#capturedEnd = Math.min(end, this.end)
    this.kind = bytes[start + 2]!
    this.isFirst = (bytes[start + 3]! & isFirstFragment) !== 0
    if (this.kind === DceRpcKind.request) this.#readRequest()
    return true
  }

  /** Whether a bind, or a change of it, names this interface in one of its contexts. */
  binds(uuid: Uuid): boolean {
    let isNamed = false
    this.#eachContext((at) => {
      isNamed ||= this.#isUuid(at + interfaceOffset, uuid)
    })
    return isNamed
  }

  /** Shows each context of a bind, or of a change of it, with the text of its interface's UUID. */
  eachInterface(show: (context: number, uuid: string) => void): void {
    this.#eachContext((at) => show(this.#read16(this.#bytes, at), this.#uuidText(at)))
  }

  #eachContext(show: (at: number) => void): void {
    if (this.kind !== DceRpcKind.bind && this.kind !== DceRpcKind.alterContext) return
    if (this.#start + contextsOffset > this.#capturedEnd) return
    const count = this.#bytes[this.#start + contextCountOffset]!
    let at = this.#start + contextsOffset
    for (let i = 0; i < count && at + contextBytes <= this.#capturedEnd; i++) {
      show(at)
      at += contextBytes + this.#bytes[at + 2]! * syntaxBytes
    }
  }

  #readRequest(): void {
    const bytes = this.#bytes
    const start = this.#start
    if (start + requestBytes > this.#capturedEnd) return
    this.context = this.#read16(bytes, start + 20)
    this.operation = this.#read16(bytes, start + 22)
    const objectBytes = bytes[start + 3]! & hasObject ? uuidBytes : 0
    const signature = this.#read16(bytes, start + 10)
    const trailerBytes = signature === 0 ? 0 : authenticationHeaderBytes + signature
    this.stubStart = Math.min(start + requestBytes + objectBytes, this.#capturedEnd)
    this.stubEnd = Math.min(this.#capturedEnd, Math.max(this.end - trailerBytes, this.stubStart))
  }

  #read16(bytes: Uint8Array, at: number): number {
    return this.#isLittle ? readLittleUint16(bytes, at) : readUint16(bytes, at)
  }

  #isUuid(at: number, uuid: Uuid): boolean {
    const order = this.#isLittle ? littleOrder : bigOrder
    for (let i = 0; i < uuidBytes; i++) {
      if (this.#bytes[at + order[i]!] !== uuid[i]) return false
    }
    return true
  }
  #uuidText(context: number): string {
    const order = this.#isLittle ? littleOrder : bigOrder
    const hex = order.map((offset) => {
      const byte = this.#bytes[context + interfaceOffset + offset]!
      return byte.toString(16).padStart(2, '0')
    })
    return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  }
}
