import { escapeHtml, inlineHtml, type Part, partsOf } from './markdown-parts.ts'

/** What fits on a slide that is read from the last row. */
const codeLinesMax = 14
const codeColumnsMax = 96
const tableRowsMax = 9

/** Sections that are for the desk and not for the wall. */
const left = new Set(['Your shell', 'Stuck?', 'Going further', 'Take it back', 'Checkpoint'])

/**
 * A lesson as slides: its title, each prediction, command with its output, picture and table, the
 * sentences that begin in bold, and the closing question.
 * @param pictureOf The SVG at a path of the lesson.
 */
export function slidesOf(lesson: string, pictureOf: (path: string) => string): string[] {
  let section = ''
  const slides: string[] = []
  for (const part of partsOf(lesson)) {
    if (part.kind === 'heading') section = part.level === 1 ? '' : part.text
    if (left.has(section)) continue
    const body = part.kind === 'heading' ? titleOf(part) : bodyOf(part, section, pictureOf)
    if (body !== undefined) slides.push(slide(part.kind === 'heading' ? '' : section, body))
  }
  return slides
}

function titleOf({ level, text }: Part & { kind: 'heading' }): string | undefined {
  return level === 1 ? `<h1>${inlineHtml(text)}</h1>` : undefined
}

function bodyOf(
  part: Exclude<Part, { kind: 'heading' }>,
  section: string,
  pictureOf: (path: string) => string,
): string | undefined {
  switch (part.kind) {
    case 'picture':
      return `<figure role="img" aria-label="${escapeHtml(part.text).replaceAll('"', '&quot;')}">${pictureOf(part.path)}</figure>`
    case 'table':
      return part.rows.length <= tableRowsMax ? table(part.rows) : undefined
    case 'code':
      return part.language === 'console' ? code(part.lines) : undefined
    case 'item':
      return section === 'Predict first'
        ? `<p class="large">${inlineHtml(part.text)}</p>`
        : undefined
    case 'paragraph':
      if (section.startsWith('Before you')) return `<p class="large">${inlineHtml(part.text)}</p>`
      return part.text.startsWith('**') && section !== '' ? idea(part.text) : undefined
  }
}

/** The words in bold as the title, and the first two sentences. */
function idea(text: string): string {
  const sentences = inlineHtml(text).split(/(?<=[.?!])\s+(?=[A-Z_<])/)
  return `<p class="large">${sentences.slice(0, 2).join(' ')}</p>`
}

function code(lines: readonly string[]): string {
  const shown = lines.slice(0, codeLinesMax).map((line) => {
    const cut = line.length > codeColumnsMax ? `${line.slice(0, codeColumnsMax)} …` : line
    return line.startsWith('$ ') ? `<b>${escapeHtml(cut)}</b>` : escapeHtml(cut)
  })
  return `<pre>${[...shown, ...(lines.length > codeLinesMax ? ['…'] : [])].join('\n')}</pre>`
}

function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[], tag: string): string =>
    `<tr>${row.map((cell) => `<${tag}>${inlineHtml(cell)}</${tag}>`).join('')}</tr>`
  return `<table>${cells(head, 'th')}${rows.map((row) => cells(row, 'td')).join('')}</table>`
}

function slide(section: string, body: string): string {
  const heading = section === '' ? '' : `<h2>${inlineHtml(section)}</h2>`
  return `<section>${heading}${body}</section>`
}
