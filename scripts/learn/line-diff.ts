/** Lines around a change that show where it is. */
const contextLineCount = 3

interface Line {
  readonly mark: ' ' | '-' | '+'
  readonly text: string
}

/** The lines of `before` that go and those of `after` that come, with three lines around each. */
export function lineDiff(before: string, after: string): string[] {
  const lines = compare(before.split('\n'), after.split('\n'))
  const isNear = (at: number) =>
    lines
      .slice(Math.max(0, at - contextLineCount), at + contextLineCount + 1)
      .some(({ mark }) => mark !== ' ')
  return lines.flatMap(({ mark, text }, at) => {
    if (isNear(at)) return [`${mark} ${text}`.trimEnd()]
    return at > 0 && isNear(at - 1) ? ['…'] : []
  })
}

/** Longest common subsequence by its table; files of 250 lines take 62,500 cells. */
function compare(before: readonly string[], after: readonly string[]): Line[] {
  const width = after.length + 1
  const common = new Uint32Array((before.length + 1) * width)
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const skipOne = Math.max(cell(common, (i + 1) * width + j), cell(common, i * width + j + 1))
      common[i * width + j] =
        before[i] === after[j] ? cell(common, (i + 1) * width + j + 1) + 1 : skipOne
    }
  }
  const lines: Line[] = []
  let i = 0
  let j = 0
  while (i < before.length || j < after.length) {
    const one = before[i]
    const other = after[j]
    if (one !== undefined && one === other) {
      lines.push({ mark: ' ', text: one })
      i++
      j++
    } else if (
      other === undefined ||
      (one !== undefined && cell(common, (i + 1) * width + j) >= cell(common, i * width + j + 1))
    ) {
      lines.push({ mark: '-', text: one ?? '' })
      i++
    } else {
      lines.push({ mark: '+', text: other })
      j++
    }
  }
  return lines
}

function cell(table: Uint32Array, at: number): number {
  return table[at] as number
}
