/**
 * Names as they stand in a header, made usable: a column without a name is called by its number,
 * and the second `size` is called `size.1`, as pandas does, so that each leads to one column.
 */
export function uniqueNames(header: readonly string[]): string[] {
  const taken = new Set<string>()
  return header.map((cell, index) => {
    const base = cell === '' ? String(index + 1) : cell
    let name = base
    for (let count = 1; taken.has(name); count++) name = `${base}.${count}`
    taken.add(name)
    return name
  })
}

/**
 * Where `wanted` stands among texts: exactly so, or else, where only one text fits, in other case,
 * with blanks or quotes around it or a full stop behind it (KDD Cup 1999: `normal.`). -1 if nowhere.
 */
export function indexOfText(texts: readonly string[], wanted: string): number {
  const exact = texts.indexOf(wanted)
  if (exact >= 0) return exact
  const plain = plainText(wanted)
  const fitting = texts.flatMap((text, index) => (plainText(text) === plain ? [index] : []))
  return fitting.length === 1 ? (fitting[0] as number) : -1
}

function plainText(text: string): string {
  const bare = text.trim().replace(/^['"]+|['"]+$/g, '')
  return bare.trim().replace(/\.$/, '').toLowerCase()
}
