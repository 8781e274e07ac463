/** The start of an archive, in Latin-1: one file of this name, with a password or without. */
export function zipText(name: string, { isEncrypted = false } = {}): string {
  const header = Buffer.alloc(30)
  header.write('PK\x03\x04', 'latin1')
  header.writeUInt16LE(isEncrypted ? 1 : 0, 6)
  header.writeUInt16LE(name.length, 26)
  // What is read beyond the name makes it another.
  return `${header.toString('latin1')}${name}.txt${'z'.repeat(900)}`
}
