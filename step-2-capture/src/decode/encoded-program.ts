import { latin1Text } from './latin1.ts'

/** The reserved words of the header of a program for DOS or Windows are zero: they show the key. */
const zerosStart = 0x28
const zerosEnd = 0x3c
/** As long as the zeros, which give each byte of the key. */
const keyLengthMax = zerosEnd - zerosStart
/** The stub with the text begins behind the header, and compilers keep it this short. */
const stubStart = 0x40
const stubEnd = 0x90
const stubText = /This program (?:cannot|must) be run/

/** Whether `bytes[start, end)` begins with a program for Windows under XOR with a repeating key. */
export function isEncodedProgram(bytes: Uint8Array, start: number, end: number): boolean {
  const isPlain = bytes[start] === 0x4d && bytes[start + 1] === 0x5a
  if (isPlain || end - start < stubEnd) return false
  for (let length = 1; length <= keyLengthMax; length++) {
    const first = plainByte(bytes, start, { at: 0, length })
    if (first !== 0x4d || plainByte(bytes, start, { at: 1, length }) !== 0x5a) continue
    if (hasStub(bytes, start, length)) return true
  }
  return false
}

function hasStub(bytes: Uint8Array, start: number, length: number): boolean {
  const stub = new Uint8Array(stubEnd - stubStart)
  for (let i = 0; i < stub.length; i++) {
    stub[i] = plainByte(bytes, start, { at: stubStart + i, length })
  }
  return stubText.test(latin1Text(stub, 0, stub.length))
}

/** Without the byte of the key, which is read where the plain byte is zero. */
function plainByte(
  bytes: Uint8Array,
  start: number,
  { at, length }: { readonly at: number; readonly length: number },
): number {
  const keyAt = zerosStart + ((((at - zerosStart) % length) + length) % length)
  return (bytes[start + at] as number) ^ (bytes[start + keyAt] as number)
}
