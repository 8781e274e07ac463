/** A fenced block of a Markdown file. Lines are counted from 0. */
export interface Fence {
  /** The line of the opening fence. */
  readonly line: number
  /** What follows the opening fence, such as `console` or `ts`. */
  readonly language: string
  readonly content: readonly string[]
  /** The HTML comment on the line before, without its brackets. */
  readonly comment: string | undefined
}

/** The fenced blocks of a text; one that is never closed reaches to its end. */
export function fencesOf(text: string): Fence[] {
  const lines = text.split('\n')
  const fences: Fence[] = []
  for (let line = 0; line < lines.length; line++) {
    const opening = /^(\s*)(```+)\s*(\w*)/.exec(lines[line] ?? '')
    if (!opening) continue
    const [, indent = '', ticks = '', language = ''] = opening
    const length = lines.slice(line + 1).findIndex((text) => text.trim() === ticks)
    const end = length < 0 ? lines.length : line + 1 + length
    const content = lines.slice(line + 1, end).map((text) => withoutIndent(text, indent))
    fences.push({ line, language, content, comment: commentAbove(lines, line) })
    line = end
  }
  return fences
}

/** The text with the content of some of its fences replaced. */
export function withContents(
  text: string,
  contents: ReadonlyMap<Fence, readonly string[]>,
): string {
  const lines = text.split('\n')
  // From the last to the first, so that the line numbers of those to come stay right.
  for (const [fence, content] of [...contents].sort(([a], [b]) => b.line - a.line)) {
    const indent = /^\s*/.exec(lines[fence.line] ?? '')?.[0] ?? ''
    const indented = content.map((line) => (line ? indent + line : line))
    lines.splice(fence.line + 1, fence.content.length, ...indented)
  }
  return lines.join('\n')
}

function commentAbove(lines: readonly string[], line: number): string | undefined {
  const above = lines.slice(0, line).findLast((text) => text.trim() !== '')
  return /^\s*<!--\s*(.*?)\s*-->\s*$/.exec(above ?? '')?.[1]
}

function withoutIndent(line: string, indent: string): string {
  return line.startsWith(indent) ? line.slice(indent.length) : line
}
