/** Up to here a loop copies faster than a view and `set`, and leaves no garbage. */
const loopBytesMax = 256

/** Copies `from[offset, offset + count)` to `to[at, at + count)`; both must have them. */
export function copyBytes(
  from: Uint8Array,
  offset: number,
  count: number,
  to: Uint8Array,
  at: number,
): void {
  if (count > loopBytesMax) to.set(from.subarray(offset, offset + count), at)
  else for (let i = 0; i < count; i++) to[at + i] = from[offset + i] as number
}
