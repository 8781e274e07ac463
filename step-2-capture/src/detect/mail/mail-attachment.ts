import type { MailPart } from '../../decode/mime-reader.ts'
import { isProgram } from '../../decode/program-start.ts'
import { zipEntryAt } from '../../decode/zip-entry.ts'
import type { Severity } from '../seam/detection.ts'

/** What an attachment does when it is opened. */
export interface AttachedProgram {
  readonly what: string
  readonly severity: Severity
}

/** Run when they are opened, and are sent to people by attackers only. */
const baits = 'scr|pif|cpl|lnk|hta|jse|vbs|vbe|wsf|wsh'
/** Run, too; people who write programs send them to each other. */
const programs = 'exe|bat|cmd|msi|ps1|jar|js'
/** Mounted when they are opened, and what is in them is not marked as from the internet. */
const images = 'iso|img|vhdx?'
const documents =
  'pdf|docx?|xlsx?|pptx?|rtf|txt|html?|jpe?g|png|gif|bmp|tiff?|mp3|mp4|wav|avi|csv|eml|zip'

const bait = new RegExp(`\\.(?:${baits})$`, 'i')
const program = new RegExp(`\\.(?:${programs})$`, 'i')
const image = new RegExp(`\\.(?:${images})$`, 'i')
/** A document's ending before that of a program, or blanks that push the last one out of sight. */
const doubleEnding = new RegExp(
  `(?:\\.(?:${documents})[\\s_]{0,200}| {5,200})\\.(?:${baits}|${programs}|com)$`,
  'i',
)

/** What of a mail's part runs when it is opened, by its name, by its bytes, or by what is in its archive. */
export function attachedProgram({ name, start }: MailPart): AttachedProgram | null {
  return ofName(name, '') ?? ofBytes(start)
}

function ofName(name: string, place: string): AttachedProgram | null {
  const text = name.trim()
  if (doubleEnding.test(text))
    return { what: `a program with two endings${place}`, severity: 'high' }
  if (bait.test(text)) return { what: `a script or shortcut${place}`, severity: 'high' }
  if (program.test(text)) return { what: `a program${place}`, severity: 'medium' }
  if (image.test(text)) return { what: `a disk image${place}`, severity: 'medium' }
  return null
}

function ofBytes(start: Uint8Array): AttachedProgram | null {
  if (isProgram(start, 0, start.length)) {
    return { what: 'a program under another name', severity: 'high' }
  }
  const entry = zipEntryAt(start, 0, start.length)
  if (!entry) return null
  const { name, isEncrypted } = entry
  const found = ofName(name, isEncrypted ? ' in an archive with a password' : ' in an archive')
  return found && isEncrypted ? { ...found, severity: 'high' } : found
}
