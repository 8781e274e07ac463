import { latin1Text } from './latin1.ts'

/** Bytes of a head that are read; servers refuse longer ones (nginx 8 KiB, Apache 16 KiB). */
export const httpHeadLengthMax = 32_768
/** Header fields that are kept, 16 B each; Apache takes 100. */
export const httpHeaderCountMax = 100
/** Longest method in use has 17 letters (UPDATEREDIRECTREF); a garbled one is no method. */
const methodLengthMax = 20

export const HttpKind = { none: 0, request: 1, response: 2 } as const

const space = 32
const tab = 9
const lineFeed = 10
const carriageReturn = 13
const colon = 58

/**
 * The head of an HTTP/1 message (RFC 9112), as offsets into the bytes that were parsed. Reused;
 * strings are made when asked for, each byte as one character.
 */
export class HttpHead {
  /** See `HttpKind`. */
  kind = 0
  /** 10 for HTTP/1.0 and 11 for HTTP/1.1. */
  version = 0
  /** Of a response. */
  status = 0
  headerCount = 0
  /** The empty line after the header fields was there. */
  isComplete = false
  /** Offset behind the head, where the body starts when the head is complete. */
  end = 0
  #bytes: Uint8Array = new Uint8Array(0)
  #methodStart = 0
  #methodEnd = 0
  #targetStart = 0
  #targetEnd = 0
  // They grow to what a head has: room for 100 fields costs more than most heads do.
  readonly #names: number[] = []
  readonly #values: number[] = []

  /** Parses `bytes[offset, offset + length)` and returns the `HttpKind` that it starts with. */
  parse(bytes: Uint8Array, offset: number, length: number): number {
    this.#bytes = bytes
    this.kind = HttpKind.none
    this.headerCount = 0
    this.isComplete = false
    this.status = 0
    // Most payloads continue a message, and are not searched for the end of a line.
    if (length === 0 || !isMethodByte(bytes[offset] as number)) return HttpKind.none
    const limit = offset + Math.min(length, httpHeadLengthMax)
    const lineEnd = findByte(bytes, lineFeed, offset, limit)
    const textEnd = trimEnd(bytes, offset, lineEnd)
    if (!this.#readStatusLine(offset, textEnd) && !this.#readRequestLine(offset, textEnd)) {
      return HttpKind.none
    }
    this.#readHeaders(Math.min(lineEnd + 1, limit), limit)
    return this.kind
  }

  get method(): string {
    return this.#text(this.#methodStart, this.#methodEnd)
  }

  /** The request's target as sent: path and query as a rule. */
  get target(): string {
    return this.#text(this.#targetStart, this.#targetEnd)
  }

  get targetStart(): number {
    return this.#targetStart
  }

  get targetLength(): number {
    return this.#targetEnd - this.#targetStart
  }

  /** The value of the first field of that name, which is given in lower case; or null. */
  header(name: string): string | null {
    for (let i = 0; i < this.headerCount; i++) {
      if (this.#hasName(i, name)) return this.headerValue(i)
    }
    return null
  }

  headerName(index: number): string {
    return this.#text(this.#names[2 * index] as number, this.#names[2 * index + 1] as number)
  }

  headerValue(index: number): string {
    return this.#text(this.#values[2 * index] as number, this.#values[2 * index + 1] as number)
  }

  #readStatusLine(start: number, end: number): boolean {
    if (end - start < 12 || !this.#readVersion(start)) return false
    const status = Number(this.#text(start + 9, start + 12))
    if (this.#bytes[start + 8] !== space || !(status >= 100 && status <= 999)) return false
    this.kind = HttpKind.response
    this.status = status
    this.#methodEnd = this.#methodStart
    this.#targetEnd = this.#targetStart
    return true
  }

  /** A line that is cut before its version is taken too: a long target can fill a segment. */
  #readRequestLine(start: number, end: number): boolean {
    const bytes = this.#bytes
    let at = start
    while (at < end && isMethodByte(bytes[at] as number)) at++
    if (at - start < 3 || at - start > methodLengthMax || bytes[at] !== space) return false
    this.#methodStart = start
    this.#methodEnd = at
    const hasVersion = end - at >= 11 && bytes[end - 9] === space && this.#readVersion(end - 8)
    if (!hasVersion && (bytes[end] === carriageReturn || bytes[end] === lineFeed)) return false
    if (!hasVersion && !isTargetStart(bytes[at + 1])) return false
    // Scanners put more blanks than one around the target, and servers take it.
    this.#targetEnd = trimEnd(bytes, at, hasVersion ? end - 9 : end)
    while (at < this.#targetEnd && isBlank(bytes[at] as number)) at++
    this.#targetStart = at
    this.kind = HttpKind.request
    return true
  }

  /** "HTTP/1.0" or "HTTP/1.1". */
  #readVersion(at: number): boolean {
    const bytes = this.#bytes
    const isHttp =
      bytes[at] === 72 &&
      bytes[at + 1] === 84 &&
      bytes[at + 2] === 84 &&
      bytes[at + 3] === 80 &&
      bytes[at + 4] === 47 &&
      bytes[at + 5] === 49 &&
      bytes[at + 6] === 46
    const minor = (bytes[at + 7] as number) - 48
    if (!isHttp || minor < 0 || minor > 1) return false
    this.version = 10 + minor
    return true
  }

  #readHeaders(start: number, limit: number): void {
    const bytes = this.#bytes
    let at = start
    while (at < limit) {
      const lineEnd = findByte(bytes, lineFeed, at, limit)
      const end = trimEnd(bytes, at, lineEnd)
      if (end === at && lineEnd < limit) {
        this.isComplete = true
        this.end = lineEnd + 1
        return
      }
      this.#readHeader(at, end)
      at = lineEnd + 1
    }
    this.end = limit
  }

  #readHeader(start: number, end: number): void {
    if (this.headerCount === httpHeaderCountMax) return
    const nameEnd = findByte(this.#bytes, colon, start, end)
    if (nameEnd === end || nameEnd === start) return
    let valueStart = nameEnd + 1
    while (valueStart < end && isBlank(this.#bytes[valueStart] as number)) valueStart++
    const row = 2 * this.headerCount++
    this.#names[row] = start
    this.#names[row + 1] = nameEnd
    this.#values[row] = valueStart
    this.#values[row + 1] = end
  }

  #hasName(index: number, name: string): boolean {
    const start = this.#names[2 * index] as number
    if ((this.#names[2 * index + 1] as number) - start !== name.length) return false
    for (let i = 0; i < name.length; i++) {
      const byte = this.#bytes[start + i] as number
      const lower = byte >= 65 && byte <= 90 ? byte + 32 : byte
      if (lower !== name.charCodeAt(i)) return false
    }
    return true
  }

  #text(start: number, end: number): string {
    return latin1Text(this.#bytes, start, end)
  }
}

/** The offset of the byte, or `end`. */
function findByte(bytes: Uint8Array, wanted: number, start: number, end: number): number {
  let at = start
  while (at < end && bytes[at] !== wanted) at++
  return at
}

function trimEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = end
  while (at > start && (bytes[at - 1] === carriageReturn || isBlank(bytes[at - 1] as number))) at--
  return at
}

function isBlank(byte: number): boolean {
  return byte === space || byte === tab
}

/** Methods are upper-case letters, as is HTTP itself; M-SEARCH and VERSION-CONTROL have a hyphen. */
function isMethodByte(byte: number): boolean {
  return (byte >= 65 && byte <= 90) || byte === 45 || byte === 95
}

/** A target starts with a slash, a star, or the letter of a scheme or an authority. */
function isTargetStart(byte: number | undefined): boolean {
  if (byte === undefined) return false
  return byte === 47 || byte === 42 || (byte >= 97 && byte <= 122)
}
