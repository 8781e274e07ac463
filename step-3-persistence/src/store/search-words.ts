/** One form for letters that look alike: compatibility-composed and in lower case. */
export function foldCase(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

/** The words of a search, as the searched text is folded. */
export function wordsOf(q: string | undefined): string[] {
  return foldCase(q ?? '')
    .split(/\s+/)
    .filter(Boolean)
}
