/** Control characters except those of a text's layout, and what hides text or turns it around. */
const unseen =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

/** The text without what steers a terminal or deceives the eye; each such character becomes U+FFFD. */
export function visible(text: string): string {
  return text.replace(unseen, '\ufffd')
}
