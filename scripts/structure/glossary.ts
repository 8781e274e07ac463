import { readdirSync, readFileSync } from 'node:fs'

const glossaryPath = 'docs/glossary.md'

/** A word of the glossary. */
export interface GlossaryEntry {
  /** As it is written in the glossary: `port scan`. */
  readonly term: string
  /** What a link to it ends with: `port-scan`. */
  readonly slug: string
}

/** The entries of the glossary, in its order: its headings of the third level. */
export function glossaryEntries(glossary: string): GlossaryEntry[] {
  return [...glossary.matchAll(/^### (.+)$/gm)].map(([, term = '']) => ({
    term,
    slug: slugOf(term),
  }))
}

/** Entries that are not two sentences and an example. */
export function entryProblems(glossary: string): string[] {
  const sections = glossary.split(/^##+ /m).slice(1)
  return sections.flatMap((section) => {
    const [term = '', ...lines] = section.trim().split('\n')
    if (lines.length === 0) return [] // A heading over a group of entries.
    const example = lines.findIndex((line) => line.startsWith('_Example:_ '))
    const sentences =
      lines
        .slice(0, example)
        .join(' ')
        .match(/[.?!](?=\s|$)/g) ?? []
    if (example > 0 && sentences.length === 2) return []
    return [`${glossaryPath}: ${term} needs two sentences, then a line that begins with _Example:_`]
  })
}

/**
 * Where a lesson breaks the rules of words: the first use of each term of the glossary is a link to
 * it, and what a lesson introduces in bold (`**raw score**`) is in the glossary.
 */
export function lessonWordProblems(
  path: string,
  lesson: string,
  entries: readonly GlossaryEntry[],
): string[] {
  const seen = new Set<string>()
  const anyTerm = termPattern(entries)
  return proseLines(lesson).flatMap(({ text, line }) => [
    ...boldProblems(text, entries).map((problem) => `${path}:${line}: ${problem}`),
    ...useProblems(text, anyTerm, entries, seen).map((problem) => `${path}:${line}: ${problem}`),
  ])
}

/** The problems of the glossary and of the READMEs of all steps. */
export function glossaryProblems(root: string): string[] {
  const glossary = readFileSync(`${root}/${glossaryPath}`, 'utf8')
  const entries = glossaryEntries(glossary)
  const steps = readdirSync(root).filter((name) => name.startsWith('step-'))
  return [
    ...entryProblems(glossary),
    ...steps.flatMap((step) => {
      const path = `${step}/README.md`
      return lessonWordProblems(path, readFileSync(`${root}/${path}`, 'utf8'), entries)
    }),
  ]
}

function useProblems(
  text: string,
  anyTerm: RegExp,
  entries: readonly GlossaryEntry[],
  seen: Set<string>,
): string[] {
  const problems: string[] = []
  for (const { groups = {} } of text.matchAll(anyTerm)) {
    const { label, target, word } = groups
    const slug = target?.split(`${glossaryPath}#`)[1]
    if (slug !== undefined) {
      const entry = entries.find((entry) => entry.slug === slug)
      if (!entry) problems.push(`the glossary has no "${slug}"`)
      else if (!formsOf(entry.term).test(label ?? ''))
        problems.push(`[${label}] links to the glossary's "${entry.term}"`)
      seen.add(slug)
    } else if (word !== undefined) {
      const entry = entries.find(({ term }) => formsOf(term).test(word)) as GlossaryEntry
      if (!seen.has(entry.slug))
        problems.push(`the first "${word}" is no link: [${word}](../${glossaryPath}#${entry.slug})`)
      seen.add(entry.slug)
    }
  }
  return problems
}

/** A bold text that begins with a small letter introduces a term; others are small headings. */
function boldProblems(text: string, entries: readonly GlossaryEntry[]): string[] {
  return [...text.matchAll(/\*\*\[?([a-z][^*\]]*)\]?(?:\([^)]*\))?\*\*/g)].flatMap(
    ([, word = '']) =>
      entries.some(({ term }) => formsOf(term).test(word))
        ? []
        : [`"${word}" is introduced in bold, and is not in ${glossaryPath}`],
  )
}

/** Lines that are read as sentences: no code, no headings, no comments; table rows are. */
function proseLines(lesson: string): { text: string; line: number }[] {
  let fenced = false
  return lesson.split('\n').flatMap((raw, index) => {
    if (/^\s*```/.test(raw)) fenced = !fenced
    if (fenced || /^\s*(?:```|#|<!--)/.test(raw)) return []
    return [{ text: raw.replace(/`[^`]*`/g, '``'), line: index + 1 }]
  })
}

/** Links first, so that the words in them are not uses; then terms, the longest first. */
function termPattern(entries: readonly GlossaryEntry[]): RegExp {
  const longestFirst = entries.map(({ term }) => term).sort((a, b) => b.length - a.length)
  const words = longestFirst.map(formText).join('|')
  return new RegExp(
    `!?\\[(?<label>[^\\]]*)\\]\\((?<target>[^)]*)\\)|(?<![\\w-])(?<word>${words})(?![\\w-])`,
    'gi',
  )
}

function formsOf(term: string): RegExp {
  return new RegExp(`^(?:${formText(term)})$`, 'i')
}

/** The singular and the plural of a term. */
function formText(term: string): string {
  return term.endsWith('y') ? `${term.slice(0, -1)}(?:y|ies)` : `${term}(?:s|es)?`
}

function slugOf(term: string): string {
  return term.toLowerCase().replaceAll(' ', '-')
}
