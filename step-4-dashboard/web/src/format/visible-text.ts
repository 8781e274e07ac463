import { invisibleClass } from 'step-3-persistence/invisible'

/**
 * Text that strangers sent, with everything that could disguise it written out: control
 * characters, and the marks that turn the direction of writing round (U+202E and its kind), so
 * that `exe.pcap` cannot pass for `pcap.exe`. React keeps markup inert; this keeps it legible.
 */
export function visibleText(text: string): string {
  return text.replace(disguising, (character) => {
    const code = character.codePointAt(0) ?? 0
    return `\\u${code.toString(16).padStart(4, '0')}`
  })
}

const disguising = new RegExp(String.raw`[\u0000-\u001f${invisibleClass}]`, 'g')
