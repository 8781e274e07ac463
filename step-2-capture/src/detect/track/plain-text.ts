/** What could steer a terminal or a reader becomes a dot, and the rest of a long text is left out. */
export function plainText(text: string, lengthMax = 80): string {
  const plain = text.replace(/[^\x20-\x7e]/g, '·')
  return plain.length > lengthMax ? `${plain.slice(0, lengthMax)}…` : plain
}
