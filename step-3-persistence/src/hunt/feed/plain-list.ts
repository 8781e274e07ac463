import type { FeedEntry } from './feed-entry.ts'

/**
 * One value a line, as most block-lists have it: comments from `#`, `;` or `//` on, a hosts file's
 * `0.0.0.0 name`, and the `||name^` of ad blockers.
 */
export function* plainList(text: string): Generator<FeedEntry> {
  for (const line of text.split(/\r?\n/)) {
    const content = line
      .replace(/^\s*(?:#|;|\/\/|!).*$/, '')
      .replace(/\s[#;].*$/, '')
      .trim()
    if (content === '') continue
    const [first = '', second] = content.split(/\s+/)
    const isHostsLine = second !== undefined && /^(?:0\.0\.0\.0|127\.0\.0\.1|::1?)$/.test(first)
    const value = isHostsLine ? second : first
    yield { text: value.replace(/^\|\|(.+)\^.*$/, '$1') }
  }
}
