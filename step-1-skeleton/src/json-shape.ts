import { errorCodes } from './error-codes.ts'
import { AppError } from './errors.ts'

/** A model file nests its trees 20 levels deep at most, and nothing else as deep as that. */
export const jsonDepthMax = 64
/** 100,000 items are as many objects, and the largest model half a million; each takes up to 100 B. */
export const jsonContainerCountMax = 1_000_000

const quote = 0x22
const backslash = 0x5c

/**
 * Looks at brackets alone, before a text is parsed: a megabyte of them becomes a hundred of memory,
 * and is parsed in one go in which no other request gets a turn. A text of 16 MiB takes 50 ms.
 * @throws AppError `E_INVALID_INPUT`
 */
export function checkJsonShape(text: string): void {
  let depth = 0
  let containerCount = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) at = endOfString(text, at)
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > jsonDepthMax) throw tooMuch(`nested deeper than ${jsonDepthMax} levels`)
      if (++containerCount > jsonContainerCountMax) {
        throw tooMuch(`of more than ${jsonContainerCountMax} objects and arrays`)
      }
    } else if (code === 0x5d || code === 0x7d) depth--
  }
}

/** The offset of the quote that ends the string, or the end of the text where none does. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end === -1 ? text.length : end
}

/** Behind an odd number of backslashes; those before them were looked at by the quote before. */
function isEscaped(text: string, at: number): boolean {
  let first = at
  while (text.charCodeAt(first - 1) === backslash) first--
  return (at - first) % 2 === 1
}

function tooMuch(what: string): AppError {
  return new AppError(errorCodes.E_INVALID_INPUT, `the body is ${what}`, {
    fix: 'Send it in several smaller requests; GET /docs shows the shape of each body.',
  })
}
