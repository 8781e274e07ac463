import { createHash } from 'node:crypto'
import { AppError } from 'step-1-skeleton/errors'
import { errorCodes } from '../error-codes.ts'
import { hostFeatures } from '../features/host-window.ts'

/** With fewer windows, what is said to be ordinary would be chance. */
export const trainingWindowCountMin = 100
/** A host's next window is much like its last, so windows are held out in runs of this length. */
const blockLength = 20
/** Every fifth run of windows is not learned from. */
const heldOutEach = 5
/** 2,000 rows of 36 numbers are 0.8 MB of a version's file. */
export const heldOutCountMax = 2_000

export function tooFewWindows(count: number): AppError {
  return new AppError(
    errorCodes.E_TOO_FEW_ITEMS,
    `there are ${count} host windows to learn from, and ${trainingWindowCountMin} are needed`,
    { fix: 'Take more traffic: ten busy hosts give 100 windows of 10 s in less than two minutes.' },
  )
}

export interface SplitRows {
  readonly learned: readonly Float64Array[]
  readonly heldOut: readonly Float64Array[]
}

/** Holds back a fifth of the rows, to measure a model on what it did not learn from. */
export function splitRows(rows: readonly Float64Array[]): SplitRows {
  const learned: Float64Array[] = []
  const heldOut: Float64Array[] = []
  for (const [index, row] of rows.entries()) {
    const isHeldOut = Math.floor(index / blockLength) % heldOutEach === heldOutEach - 1
    if (isHeldOut) heldOut.push(row)
    else learned.push(row)
  }
  return { learned, heldOut }
}

/** Names the data: SHA-256 of the numbers of all rows, in their order. */
export function hashOfRows(rows: Iterable<ArrayLike<number>>): string {
  const hash = createHash('sha256')
  for (const row of rows) {
    const numbers = Float64Array.from(row)
    hash.update(new Uint8Array(numbers.buffer))
  }
  return hash.digest('hex')
}

/** Rows as text for a file: at most `heldOutCountMax`, evenly spaced over all. */
export function packRows(rows: readonly Float64Array[]): string {
  const step = Math.max(1, rows.length / heldOutCountMax)
  const count = Math.min(rows.length, heldOutCountMax)
  const packed = new Float64Array(count * hostFeatures.length)
  for (let index = 0; index < count; index++) {
    packed.set(rows[Math.floor(index * step)] as Float64Array, index * hostFeatures.length)
  }
  return Buffer.from(packed.buffer).toString('base64')
}

/** What `packRows` gave; undefined where the text holds no whole rows. */
export function unpackRows(text: string): Float64Array[] | undefined {
  const bytes = Buffer.from(text, 'base64')
  const rowBytes = hostFeatures.length * Float64Array.BYTES_PER_ELEMENT
  if (bytes.length % rowBytes !== 0) return undefined
  return Array.from({ length: bytes.length / rowBytes }, (_, index) => {
    const row = bytes.subarray(index * rowBytes, (index + 1) * rowBytes)
    return new Float64Array(Uint8Array.from(row).buffer)
  })
}
