import { AppError } from 'step-1-skeleton/errors'
import { errorCodes } from '../error-codes.ts'

/** Names and types of a part are a few hundred bytes. */
const headBytesMax = 8_192

/** A part of a form: its name, the file's name where it is a file, and its bytes as they come. */
export interface Part {
  readonly name: string
  readonly fileName: string | undefined
  /** To be read to its end before the next part is asked for. */
  readonly bytes: AsyncGenerator<Buffer, void, undefined>
}

/**
 * The parts of a multipart/form-data body (RFC 7578, RFC 2046 section 5.1) one after another,
 * while it arrives: a file of any size goes through in pieces.
 * @throws AppError `E_BAD_UPLOAD` when the body is no form, or ends too early.
 */
export async function* multipartParts(
  body: AsyncIterable<Uint8Array>,
  contentType: string,
): AsyncGenerator<Part, void, undefined> {
  const boundary = /^multipart\/form-data\s*;.*boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(
    contentType,
  )
  if (!boundary) throw badUpload('it is not multipart/form-data')
  const delimiter = Buffer.from(`\r\n--${boundary[1] ?? boundary[2]}`, 'latin1')
  const reader = new PartReader(body, delimiter)
  for await (const _ of reader.untilDelimiter()) {
    // What stands before the first part says nothing.
  }
  while (await reader.hasPart()) {
    const head = await reader.head()
    const bytes = reader.untilDelimiter()
    yield { ...describe(head), bytes }
    for await (const _ of bytes) {
      // A part that was not read to its end is skipped.
    }
  }
}

function describe(head: string): Pick<Part, 'name' | 'fileName'> {
  const disposition = /^content-disposition:\s*form-data(.*)$/im.exec(head)?.[1] ?? ''
  // Browsers escape quotes as %22 (HTML standard), curl as \".
  const value = (key: string) =>
    new RegExp(`;\\s*${key}="((?:[^"\\\\]|\\\\.)*)"`, 'i').exec(disposition)?.[1]
  return { name: value('name') ?? '', fileName: value('filename') }
}

class PartReader {
  readonly #chunks: AsyncIterator<Uint8Array>
  readonly #delimiter: Buffer
  /** Starts as a line end, so that a delimiter at the very beginning is found as well. */
  #buffer: Buffer = Buffer.from('\r\n')

  constructor(body: AsyncIterable<Uint8Array>, delimiter: Buffer) {
    this.#chunks = body[Symbol.asyncIterator]()
    this.#delimiter = delimiter
  }

  /** Everything up to the next delimiter, which is skipped. */
  async *untilDelimiter(): AsyncGenerator<Buffer, void, undefined> {
    for (;;) {
      const at = this.#buffer.indexOf(this.#delimiter)
      if (at !== -1) {
        const last = this.#take(at)
        this.#take(this.#delimiter.length)
        if (last.length > 0) yield last
        return
      }
      // The end may be the beginning of a delimiter.
      const safe = this.#buffer.length - this.#delimiter.length + 1
      if (safe > 0) yield this.#take(safe)
      await this.#more()
    }
  }

  /** After a delimiter: a line end when a part follows, two hyphens when the form is over. */
  async hasPart(): Promise<boolean> {
    while (this.#buffer.length < 2) await this.#more()
    const mark = this.#take(2).toString('latin1')
    if (mark === '--') return false
    if (mark !== '\r\n') throw badUpload('a boundary is followed by something else than a line end')
    return true
  }

  async head(): Promise<string> {
    for (;;) {
      const at = this.#buffer.indexOf('\r\n\r\n')
      if (at > headBytesMax || (at === -1 && this.#buffer.length > headBytesMax)) {
        throw badUpload(`the head of a part is longer than ${headBytesMax} bytes`)
      }
      if (at !== -1) {
        const head = this.#take(at).toString('utf8')
        this.#take(4)
        return head
      }
      await this.#more()
    }
  }

  #take(count: number): Buffer {
    const taken = this.#buffer.subarray(0, count)
    this.#buffer = this.#buffer.subarray(count)
    return taken
  }

  async #more(): Promise<void> {
    const { value, done } = await this.#chunks.next()
    if (done) throw badUpload('the body ends too early')
    const rest = this.#buffer
    this.#buffer =
      rest.length > 0
        ? Buffer.concat([rest, value])
        : Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  }
}

function badUpload(reason: string): AppError {
  return new AppError(errorCodes.E_BAD_UPLOAD, `the upload cannot be read: ${reason}`, {
    fix: 'Send a form with the file: curl -F file=@capture.pcap localhost:8000/api/upload',
  })
}
