import { RefusedRule } from './refused-rule.ts'

/** Contents of public rules have up to 200 bytes. */
export const contentBytesMax = 2_048

/** The bytes of a content: text, with bytes in hexadecimal digits between bars. @throws RefusedRule */
export function contentBytes(text: string, keyword: string): Uint8Array {
  // Most contents stand for themselves.
  if (/^[^|\\\x80-\uffff]+$/.test(text) && text.length <= contentBytesMax)
    return Uint8Array.from(Buffer.from(text, 'latin1'))
  const bytes: number[] = []
  let isHex = false
  let digits = ''
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string
    if (character === '|') {
      if (isHex) pushHex(bytes, digits, keyword)
      isHex = !isHex
      digits = ''
    } else if (isHex) digits += character
    else if (character === '\\' && /[\\;:"]/.test(text[at + 1] ?? ''))
      bytes.push(text.charCodeAt(++at))
    else if (character <= '\x7f') bytes.push(character.charCodeAt(0))
    else bytes.push(...Buffer.from(character, 'utf8'))
  }
  if (isHex) throw new RefusedRule('syntax', `${keyword}: a | is not closed`, keyword)
  if (bytes.length === 0) throw new RefusedRule('value', `${keyword} is empty`, keyword)
  if (bytes.length > contentBytesMax) {
    throw new RefusedRule(
      'limit',
      `${keyword} of ${bytes.length} bytes, over ${contentBytesMax}`,
      keyword,
    )
  }
  return Uint8Array.from(bytes)
}

function pushHex(bytes: number[], digits: string, keyword: string): void {
  const plain = digits.replace(/\s+/g, '')
  if (plain.length % 2 !== 0 || !/^[0-9A-Fa-f]*$/.test(plain)) {
    throw new RefusedRule(
      'syntax',
      `${keyword}: |${digits.slice(0, 40)}| is not in pairs of digits`,
      keyword,
    )
  }
  for (let at = 0; at < plain.length; at += 2)
    bytes.push(Number.parseInt(plain.slice(at, at + 2), 16))
}
