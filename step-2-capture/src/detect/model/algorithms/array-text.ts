import { z } from 'zod'

/** Arrays of numbers inside a model file: base64 of their little-endian bytes, exact and compact. */
export function arrayText(array: Float64Array | Int32Array | Int16Array): string {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('base64')
}

/** Reads back at most `countMax` doubles, all finite. */
export function float64Text(countMax: number) {
  return bytesText(8, countMax).transform((bytes, context) => {
    const array = new Float64Array(bytes)
    if (array.every(Number.isFinite)) return array
    context.addIssue('a number is not finite')
    return z.NEVER
  })
}

export function int32Text(countMax: number) {
  return bytesText(4, countMax).transform((bytes) => new Int32Array(bytes))
}

export function int16Text(countMax: number) {
  return bytesText(2, countMax).transform((bytes) => new Int16Array(bytes))
}

function bytesText(itemBytes: number, countMax: number) {
  return z
    .string()
    .max(Math.ceil((countMax * itemBytes) / 3) * 4)
    .transform((text, context) => {
      const bytes = Uint8Array.from(Buffer.from(text, 'base64'))
      if (bytes.length % itemBytes === 0) return bytes.buffer
      context.addIssue(`${bytes.length} bytes are no whole number of ${itemBytes}-byte numbers`)
      return z.NEVER
    })
}
