/** As much of the payload as fits in a sentence. */
const excerptLength = 80
/** A letter of ASCII in UTF-16 as Windows sends it, three times at least. */
const wideText = /(?:[\x20-\x7e]\0){3,}/g
/** What could steer a terminal or a reader, and what is no text. */
const unprintable = /[^\x20-\x7e]+/g
/** Shown for such bytes, whatever their number: they mean nothing to a reader. */
const gap = '·'

/**
 * The text around a literal as a sentence shows it: names of Windows in plain letters, and a dot for
 * each run of bytes that are no text. Both are given with each byte as one character.
 */
export function excerptOf(text: string, literal: string): string {
  const plain = plainOf(text)
  const found = plain.toLowerCase().indexOf(plainOf(literal).toLowerCase())
  const start = Math.max(0, found - excerptLength / 4)
  const part = plain.slice(start, start + excerptLength).trim()
  const isCut = plain.length > start + excerptLength
  return `${start > 0 ? '…' : ''}${part}${isCut ? '…' : ''}`
}

function plainOf(text: string): string {
  return text.replace(wideText, (wide) => wide.replaceAll('\0', '')).replace(unprintable, gap)
}
