type Numbers = Float64Array | Uint32Array | Int32Array

/** A longer copy, zero behind what the array held: what a table takes when its slots are used up. */
export function grown<T extends Numbers>(array: T, length: number): T {
  // Each of these classes makes arrays of its own kind.
  const longer = new (array.constructor as new (length: number) => T)(length)
  longer.set(array)
  return longer
}
