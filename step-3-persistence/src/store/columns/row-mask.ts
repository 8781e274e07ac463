/** By row, 1 where it is meant and 0 where it is not: a pass over a million bytes takes a millisecond. */
export type RowMask = Uint8Array

/** Leaves in a mask what is in the other too. */
export function keep(mask: RowMask, other: Readonly<RowMask>): void {
  // Both have a byte for each row.
  for (let row = 0; row < mask.length; row++)
    mask[row] = (mask[row] as number) & (other[row] as number)
}

/** Puts into a mask what is in the other. */
export function add(mask: RowMask, other: Readonly<RowMask>): void {
  for (let row = 0; row < mask.length; row++)
    mask[row] = (mask[row] as number) | (other[row] as number)
}

/** Takes out of a mask what is in the other. */
export function takeOut(mask: RowMask, other: Readonly<RowMask>): void {
  for (let row = 0; row < mask.length; row++)
    mask[row] = (mask[row] as number) & ~(other[row] as number)
}

/** How many rows are meant. */
export function countOf(mask: RowMask): number {
  let count = 0
  for (let row = 0; row < mask.length; row++) count += mask[row] as number
  return count
}
