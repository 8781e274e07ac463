import { latin1Text } from '../../decode/latin1.ts'
import { zipEntryAt } from '../../decode/zip-entry.ts'

/** As much of a body as shows what it is. */
const headBytes = 2_048

/** A shortcut of Windows begins with its length and class (MS-SHLLINK, section 2.1). */
const shortcutStart = 'L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F'
/** What Windows runs when it is opened; no file of a site or a program, which lies in a folder. */
const openedName = /^[^/]+\.(?:jse?|vb[se]|ws[fh]|hta|lnk|scr|pif|iso|img|vhd|bat|cmd|ps1)$/i
/** A program that calls itself a document. */
const doubleName = /^[^/]+\.(?:pdf|docx?|xlsx?|jpe?g|png|txt)[ _.]{1,40}(?:exe|scr|com)$/i

/** What a loader in PowerShell does: it decodes or fetches code, and runs it out of memory. */
const loaderScript =
  /\b(?:downloadstring|downloaddata|downloadfile|frombase64string)\s{0,3}\(|\[(?:system\.)?reflection\.assembly\]::load|\bvirtualalloc\b|amsi(?:utils|initfailed)|\b(?:iex|invoke-expression)\b[^\n]{0,80}\b(?:iwr|irm|invoke-webrequest|webclient)\b/i
/** What scripts for the hosts of Windows begin with when they are to run programs. */
const hostScript =
  /\bcreateobject\s{0,3}\(\s{0,3}["'](?:wscript\.shell|shell\.application|msxml2\.|microsoft\.xmlhttp|adodb\.stream|winhttp\.)|\bnew\s{1,3}activexobject\s{0,3}\(\s{0,3}["'](?:wscript\.shell|shell\.application|adodb\.stream|msxml2\.xmlhttp)|<hta:application|\bfunction invoke-[a-z]{3,40}|\bnew-object\s{1,3}(?:system\.)?net\.(?:webclient|sockets\.)/i

export interface LoaderContent {
  /** As a title says it. */
  readonly what: string
  /** Whether it stands in a text that a page may quote. */
  readonly isScript: boolean
  /** It fetches or decodes code and runs it. */
  readonly isLoader: boolean
}

/** What is opened on Windows to run something, if `bytes[start, end)` begins with it. */
export function loaderContentOf(
  bytes: Uint8Array,
  start: number,
  end: number,
): LoaderContent | null {
  const headEnd = Math.min(end, start + headBytes)
  const text = latin1Text(bytes, start, headEnd)
  if (text.startsWith(shortcutStart)) return file('a shortcut that runs a command')
  const entry = zipEntryAt(bytes, start, headEnd)
  if (entry) {
    const isOpened = openedName.test(entry.name) || doubleName.test(entry.name)
    return isOpened ? file('an archive of a script or a disguised program') : null
  }
  // A page may hold a script of any kind.
  if (/^\s{0,20}<(?:!doctype|html)/i.test(text)) return null
  const isLoader = loaderScript.test(text)
  if (!isLoader && !hostScript.test(text)) return null
  return { what: isLoader ? 'a script that loads code' : 'a script', isScript: true, isLoader }
}

const file = (what: string) => ({ what, isScript: false, isLoader: false })

/** What the letters of a path add up to where Metasploit or Cobalt Strike ask for a stage. */
const stageSums: ReadonlySet<number> = new Set([92, 93])
const stagePath = /^\/[\w-]{4,255}$/

/**
 * Whether a request asks for a stage: both frameworks draw a path whose bytes add up to 92 or 93 in
 * 8 bits (Metasploit, `Rex::Payloads::Meterpreter::UriChecksum`); one of 128 other paths does too.
 */
export function isStagePath(target: string): boolean {
  if (!stagePath.test(target)) return false
  let sum = 0
  for (let i = 1; i < target.length; i++) sum += target.charCodeAt(i)
  return stageSums.has(sum & 0xff)
}
