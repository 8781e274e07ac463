import { latin1Text } from './latin1.ts'

const headBytes = 512
/** Windows and DOS programs, with the text that their headers hold. */
const dosText = /^MZ[\s\S]{40,400}This program (?:cannot|must) be run/
/** Linux programs start with these. */
const elfStart = [0x7f, 0x45, 0x4c, 0x46]

/** Whether `bytes[start, end)` begins with a program for Windows, DOS or Linux. */
export function isProgram(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < elfStart.length) return false
  if (bytes[start] === elfStart[0]) return elfStart.every((byte, i) => bytes[start + i] === byte)
  // Two bytes rule most out, before any text is made of them.
  if (bytes[start] !== 0x4d || bytes[start + 1] !== 0x5a) return false
  return dosText.test(latin1Text(bytes, start, Math.min(end, start + headBytes)))
}
