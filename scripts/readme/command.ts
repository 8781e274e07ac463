/** A command of a console block and the output that the block shows for it. */
export interface Command {
  /** What follows `$ `, with its continued lines. */
  readonly text: string
  readonly expected: readonly string[]
  /** Whether the block ends it with Ctrl-C. */
  readonly interrupted: boolean
}

/** Reads a console block: `$ ` starts a command, a `\` at the end of a line continues it. */
export function commandsOf(content: readonly string[]): Command[] {
  const commands: Command[] = []
  for (let index = 0; index < content.length; ) {
    const start = index
    while (content[index]?.endsWith('\\')) index++
    const text = content.slice(start, ++index).join('\n')
    while (index < content.length && !content[index]?.startsWith('$ ')) index++
    const shown = content.slice(start + text.split('\n').length, index)
    const interrupted = shown.at(-1) === '^C'
    const expected = withoutEmptyEnds(interrupted ? shown.slice(0, -1) : shown)
    commands.push({ text: text.replace(/^\$ /, ''), expected, interrupted })
  }
  return commands
}

/** The lines that a block of these commands has. */
export function linesOf(commands: readonly Command[]): string[] {
  return commands.flatMap(({ text, expected, interrupted }) => [
    ...`$ ${text}`.split('\n'),
    ...expected,
    ...(interrupted ? ['^C'] : []),
  ])
}

export function withoutEmptyEnds(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line.trim() !== '')
  const last = lines.findLastIndex((line) => line.trim() !== '')
  return first < 0 ? [] : lines.slice(first, last + 1)
}
