const wordLengthMin = 2
/** Longer runs of letters are patterns: Windows pings with the alphabet. */
const wordLengthMax = 16
const textShareMin = 0.9

/** Whether bytes are a text: printable ASCII but for a few, with spaces, behind which zeros may be. */
export function isText(bytes: Uint8Array, start: number, end: number): boolean {
  let last = end
  while (last > start && bytes[last - 1] === 0) last--
  let printableCount = 0
  let spaceCount = 0
  for (let at = start; at < last; at++) {
    const byte = bytes[at] as number
    if ((byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d) printableCount++
    if (byte === 0x20) spaceCount++
  }
  return spaceCount > 0 && printableCount >= (last - start) * textShareMin
}

/** Calls back with the place of each word: letters with something else on both sides. */
export function eachWord(
  bytes: Uint8Array,
  { start, end }: { readonly start: number; readonly end: number },
  onWord: (from: number, to: number) => void,
): void {
  let from = start
  for (let at = start; at <= end; at++) {
    if (at < end && isLetter(bytes[at] as number)) continue
    const length = at - from
    if (length >= wordLengthMin && length <= wordLengthMax) onWord(from, at)
    from = at + 1
  }
}

function isLetter(byte: number): boolean {
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x7a
}
