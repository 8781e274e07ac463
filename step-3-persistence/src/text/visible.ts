import { invisibleClass } from 'step-2-capture/invisible'

/** Control characters except those of a text's layout, and what hides text or turns it around. */
const unseen = new RegExp(
  String.raw`[\u0000-\u0008\u000b\u000c\u000e-\u001f${invisibleClass}]`,
  'g',
)

/** The text without what steers a terminal or deceives the eye; each such character becomes U+FFFD. */
export function visible(text: string): string {
  return text.replace(unseen, '\ufffd')
}
