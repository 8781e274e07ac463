import { invisibleClass } from './invisible.ts'

const unseen = new RegExp(`[${invisibleClass}]`, 'g')

/** JSON that stays one readable line whatever strangers sent. */
export function jsonLine(value: unknown): string {
  return readable(JSON.stringify(value))
}

/**
 * JSON with everything escaped that turns text around or hides it: C1 controls, bidirectional
 * marks, line separators. Line breaks and ESC are escaped by `JSON.stringify` already.
 */
export function readable(json: string): string {
  return json.replace(
    unseen,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
