import { HttpHead, HttpKind } from '../../decode/http.ts'
import { unpacked } from '../../decode/packed-body.ts'
import type { BufferName } from './buffer-name.ts'
import { onceDecoded } from './once-decoded.ts'

const nothing = new Uint8Array(0)

/** One request or response of HTTP/1, and the buffers that rules read of it. Copies its head. */
export class HttpMessage {
  readonly isRequest: boolean
  /** What follows the head, once it is there, as sent. */
  #body: Uint8Array = nothing
  /** The same as a program sees it, once a rule has asked for it. */
  #unpackedBody: Uint8Array | undefined
  readonly #bytes: Uint8Array
  readonly #head = new HttpHead()
  readonly #known = new Map<BufferName, Uint8Array | null>()

  /** @param bytes What begins with the head, whose end may be missing. */
  constructor(bytes: Uint8Array, end: number) {
    this.#bytes = bytes.slice(0, end)
    this.#head.parse(this.#bytes, 0, this.#bytes.length)
    this.isRequest = this.#head.kind === HttpKind.request
  }

  header(name: string): string | null {
    return this.#head.header(name)
  }

  get status(): number {
    return this.#head.status
  }

  /** The body is there: what was said of it before is forgotten. */
  setBody(body: Uint8Array): void {
    this.#body = body
    this.#unpackedBody = undefined
  }

  /** What the buffer holds; null where this message has none. */
  buffer(name: BufferName): Uint8Array | null {
    if (name === 'file.data') return this.#decodedBody
    if (name === 'http.request_body') return this.isRequest ? this.#body : null
    if (name === 'http.response_body') return this.isRequest ? null : this.#decodedBody
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const made = this.isRequest ? this.#ofRequest(name) : this.#ofResponse(name)
    this.#known.set(name, made)
    return made
  }

  get #decodedBody(): Uint8Array {
    this.#unpackedBody ??= unpacked(this.#body, this.header('content-encoding'))
    return this.#unpackedBody
  }

  #ofRequest(name: BufferName): Uint8Array | null {
    const head = this.#head
    switch (name) {
      case 'http.uri':
        return onceDecoded(this.#target)
      case 'http.uri.raw':
        return this.#target
      case 'http.method':
        return bytesOf(head.method)
      case 'http.request_line':
        return bytesOf(this.#firstLine)
      case 'http.host':
        return this.#value('host', (text) => text.toLowerCase().replace(/:\d{1,5}$/, ''))
      case 'http.host.raw':
        return this.#value('host')
      case 'http.user_agent':
        return this.#value('user-agent')
      case 'http.referer':
        return this.#value('referer')
      case 'http.accept':
        return this.#value('accept')
      case 'http.accept_enc':
        return this.#value('accept-encoding')
      case 'http.accept_lang':
        return this.#value('accept-language')
      case 'http.cookie':
        return this.#value('cookie')
      case 'http.protocol':
        return bytesOf(/HTTP\/1\.[01]$/.exec(this.#firstLine)?.[0] ?? '')
      default:
        return this.#ofBoth(name)
    }
  }

  #ofResponse(name: BufferName): Uint8Array | null {
    switch (name) {
      case 'http.stat_code':
        return bytesOf(String(this.#head.status))
      case 'http.stat_msg':
        return bytesOf(this.#firstLine.slice('HTTP/1.1 200 '.length))
      case 'http.response_line':
        return bytesOf(this.#firstLine)
      case 'http.location':
        return this.#value('location')
      case 'http.server':
        return this.#value('server')
      case 'http.cookie':
        return this.#value('set-cookie')
      case 'http.protocol':
        return bytesOf(this.#firstLine.slice(0, 'HTTP/1.1'.length))
      default:
        return this.#ofBoth(name)
    }
  }

  #ofBoth(name: BufferName): Uint8Array | null {
    switch (name) {
      case 'http.header':
        return bytesOf(this.#lines)
      case 'http.header.raw':
        return this.#bytes.subarray(this.#firstLineEnd)
      case 'http.header_names':
        return bytesOf(`\r\n${this.#names.map((one) => `${one}\r\n`).join('')}\r\n`)
      case 'http.content_type':
        return this.#value('content-type')
      case 'http.content_len':
        return this.#value('content-length')
      case 'http.connection':
        return this.#value('connection')
      case 'http.start':
        return bytesOf(`${this.#firstLine}\r\n${this.#allLines}\r\n`)
      default:
        return null
    }
  }

  get #target(): Uint8Array {
    const { targetStart, targetLength } = this.#head
    return this.#bytes.subarray(targetStart, targetStart + targetLength)
  }

  get #firstLineEnd(): number {
    const end = this.#bytes.indexOf(0x0a)
    return end === -1 ? this.#bytes.length : end + 1
  }

  get #firstLine(): string {
    const line = this.#bytes.subarray(0, this.#firstLineEnd)
    return Buffer.from(line).toString('latin1').trimEnd()
  }

  get #names(): string[] {
    return Array.from({ length: this.#head.headerCount }, (_, i) => this.#head.headerName(i))
  }

  get #allLines(): string {
    return this.#names.map((name, i) => `${name}: ${this.#head.headerValue(i)}\r\n`).join('')
  }

  /** Cookies have a buffer of their own. */
  get #lines(): string {
    const cookie = this.isRequest ? 'cookie' : 'set-cookie'
    return this.#names
      .map((name, i) =>
        name.toLowerCase() === cookie ? '' : `${name}: ${this.#head.headerValue(i)}\r\n`,
      )
      .join('')
  }

  #value(name: string, change = (text: string) => text): Uint8Array | null {
    const text = this.#head.header(name)
    return text === null ? null : bytesOf(change(text))
  }
}

function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'latin1')
}
