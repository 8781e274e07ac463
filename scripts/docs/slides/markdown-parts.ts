/** A part of a lesson that a slide can show. */
export type Part =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'item'; readonly text: string }
  | { readonly kind: 'table'; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'code'; readonly language: string; readonly lines: readonly string[] }
  | { readonly kind: 'picture'; readonly path: string; readonly text: string }

/** Reads the Markdown that the lessons use; what is none of these parts is left out. */
export function partsOf(markdown: string): Part[] {
  const lines = markdown.split('\n')
  const parts: Part[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string
    const fence = /^\s*```(\w*)/.exec(line)
    if (fence) {
      const end = lines.findIndex((other, index) => index > at && /^\s*```\s*$/.test(other))
      parts.push({ kind: 'code', language: fence[1] ?? '', lines: lines.slice(at + 1, end) })
      at = end
    } else if (line.startsWith('|')) {
      const length = lines.slice(at).findIndex((other) => !other.startsWith('|'))
      parts.push({ kind: 'table', rows: rowsOf(lines.slice(at, at + length)) })
      at += length - 1
    } else {
      const part = singleLine(line)
      if (part) parts.push(part)
    }
  }
  return parts
}

function singleLine(line: string): Part | undefined {
  const [, signs = '', heading = ''] = /^(#+) (.*)$/.exec(line) ?? []
  if (signs) return { kind: 'heading', level: signs.length, text: heading }
  const [, text, path] = /^!\[([^\]]*)\]\(([^)]+)\)$/.exec(line) ?? []
  if (path !== undefined) return { kind: 'picture', path, text: text ?? '' }
  const item = /^(?:\d+\.|-) (.*)$/.exec(line)?.[1]
  if (item !== undefined) return { kind: 'item', text: item }
  if (line.trim() === '' || /^\s*<!--/.test(line) || /^\s/.test(line)) return undefined
  return { kind: 'paragraph', text: line }
}

function rowsOf(lines: readonly string[]): string[][] {
  return lines
    .filter((line) => !/^\|[ :|-]+$/.test(line))
    .map((line) =>
      line
        .replace(/^\||\|$/g, '')
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim().replaceAll('\\|', '|')),
    )
}

/** Bold, italics and code; of a link its text alone, since a slide leads nowhere. */
export function inlineHtml(text: string): string {
  return escapeHtml(text)
    .replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .replaceAll(/`([^`]+)`/g, '<code>$1</code>')
    .replaceAll(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replaceAll(/(?<![\w_])_([^_]+)_(?![\w_])/g, '<em>$1</em>')
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
