/**
 * JSON that stays one readable line whatever strangers sent: `JSON.stringify` escapes line breaks
 * and ESC, this also what turns text around or hides it (C1 controls, bidirectional marks, line
 * separators).
 */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
