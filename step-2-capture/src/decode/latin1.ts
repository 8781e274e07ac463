/** Bytes as text, each as the character of that number: nothing is lost and nothing can fail. */
export function latin1Text(bytes: Uint8Array, start: number, end: number): string {
  if (end <= start) return ''
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1')
}
