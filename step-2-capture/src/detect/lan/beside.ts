/** Whether two addresses differ and are in one network of 256. */
export function isBeside(one: string, other: string): boolean {
  const network = one.slice(0, one.lastIndexOf('.') + 1)
  return one !== other && other.startsWith(network)
}
