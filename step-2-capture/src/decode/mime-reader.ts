/** A line of a mail has 1,000 characters at most (RFC 5321, section 4.5.3.1.6). */
const lineLengthMax = 1_000
/** What a file is shows in its first 512 bytes, which are 684 characters of base64. */
const startLengthMax = 684

const attachmentName = /\b(?:file)?name(?:\*\d?\*?)?=\s*(?:"([^"]{1,255})"|([^\s;"]{1,255}))/i
const base64Line = /^[\w+/]{2,}={0,2}$/
const encodedWord = /=\?[\w-]{1,40}\?([bq])\?([^?]{1,255})\?=/gi

/** A part of a mail: the name in its head, empty where it has none, and its first bytes in base64. */
export interface MailPart {
  readonly name: string
  readonly start: Uint8Array
}

/**
 * Reads one direction of a mail conversation line by line (RFC 2045, RFC 2046), whatever is said
 * around the letters: a head up to an empty line, then a body up to a boundary or a lone point. It
 * keeps 2 kB at most.
 */
export class MimeReader {
  /** A line of which the end has not come. */
  #rest = ''
  #isHead = true
  #name = ''
  /** The start of the body in base64; null once it was given, or is no base64. */
  #body: string | null = null

  /** Reads on, and gives each part once its head and the start of its body are there. */
  read(text: string, found: (part: MailPart) => void): void {
    const lines = (this.#rest + text).split('\n')
    this.#rest = (lines.pop() as string).slice(-lineLengthMax)
    for (const line of lines) this.#readLine(line.trimEnd(), found)
  }

  #readLine(line: string, found: (part: MailPart) => void): void {
    if (line === '.' || line.startsWith('--')) {
      this.#give(found)
      this.#isHead = true
      this.#name = ''
    } else if (this.#isHead) {
      if (line === '') this.#startBody()
      else this.#name = nameIn(line) ?? this.#name
    } else if (this.#body !== null) this.#readBody(line, found)
  }

  #startBody(): void {
    this.#isHead = false
    this.#body = ''
  }

  #readBody(line: string, found: (part: MailPart) => void): void {
    if (line === '' && this.#body === '') return
    const isBase64 = base64Line.test(line)
    if (isBase64) this.#body += line
    if (!isBase64 || (this.#body as string).length >= startLengthMax) this.#give(found)
  }

  #give(found: (part: MailPart) => void): void {
    if (this.#body === null) return
    const start = Buffer.from(this.#body.slice(0, startLengthMax), 'base64')
    if (this.#name !== '' || start.length > 0) found({ name: this.#name, start })
    this.#body = null
  }
}

function nameIn(line: string): string | undefined {
  const [, quoted, bare] = attachmentName.exec(line) ?? []
  const name = quoted ?? bare
  return name === undefined ? undefined : decodedName(name)
}

/** A name in encoded words (RFC 2047), or in percent signs behind its character set (RFC 2231). */
function decodedName(name: string): string {
  return name
    .replace(encodedWord, (_, encoding: string, text: string) =>
      encoding.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('latin1')
        : text.replaceAll('=', '%'),
    )
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
