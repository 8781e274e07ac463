import { SmbFileAct } from '../../decode/smb-path.ts'
import { PeriodTracker } from '../track/period-tracker.ts'

/** A file is opened shortly before its copy is made and it is deleted; 16 paths of 200 B. */
const recentPathCountMax = 16
/** Endings that are counted of one client and server, at 100 B. */
const endingCountMax = 64

/**
 * Endings that programs put behind a name at work: copies, parts of a download, archives,
 * signatures, numbers and days of logs, and what cameras and editors keep beside a file.
 */
const ordinaryEndings = new Set(
  (
    'bak old orig tmp temp part partial filepart crdownload download swp lock lnk url log ' +
    'gz bz2 xz zst zip 7z rar md5 sha1 sha256 sig asc crc sfv par2 xmp thm meta json xml pdf jpg txt'
  ).split(' '),
)
const logNumber = /^(?:\d{1,2}|\d{8})$/
/** Files of people: a program that saves by way of another name renames none of these. */
const documentEndings = new Set(
  (
    'doc docx xls xlsx ppt pptx odt ods odp rtf txt csv pdf jpg jpeg png gif bmp tif tiff psd ai ' +
    'dwg mp3 mp4 mov avi wav zip rar 7z html htm xml sql mdb accdb pst eml msg one vsd vsdx'
  ).split(' '),
)

/** What one client does to the files of one server. */
export class ShareWork extends PeriodTracker {
  /** Files that got the ending `ending`, the most of any. */
  ending = ''
  renamedCount = 0
  readonly #recent: string[] = []
  #lastOpened = ''
  /** Endings of files as they were. */
  readonly #known = new Set<string>()
  /** Of the recent paths those beside which there is a copy, with the ending of that. */
  readonly #copied = new Map<string, string>()
  #counts = new Map<string, number>()

  protected startPeriod(): void {
    this.ending = ''
    this.renamedCount = 0
    this.#counts = new Map()
  }

  /**
   * Notes what a request does; true when a file got a new ending: it was renamed, or deleted after a
   * copy of it got one. Programs open a file anew to rename or delete it.
   */
  see(act: number, path: string): boolean {
    if (act === SmbFileAct.delete) return this.#seeDeleted()
    const before = this.#lastOpened
    this.#lastOpened = path
    if (this.#recent.includes(path)) return false
    const ending = endingOf(path)
    const isNew = this.#isNew(ending)
    const original = this.#recent.find((one) => isLonger(path, one))
    const isRenamed = act === SmbFileAct.rename && isNew && isOtherName(path, before)
    if (act === SmbFileAct.open && isNew && original) this.#copied.set(original, ending)
    else if (!isRenamed) this.#learn(ending)
    this.#remember(path)
    return isRenamed && this.#count(ending)
  }

  #seeDeleted(): boolean {
    const ending = this.#copied.get(this.#lastOpened)
    this.#copied.delete(this.#lastOpened)
    return ending !== undefined && this.#count(ending)
  }

  #isNew(ending: string): boolean {
    if (ending === '' || ordinaryEndings.has(ending) || logNumber.test(ending)) return false
    return !this.#known.has(ending)
  }

  #learn(ending: string): void {
    if (ending !== '' && this.#known.size < endingCountMax) this.#known.add(ending)
  }

  #remember(path: string): void {
    this.#recent.push(path)
    if (this.#recent.length > recentPathCountMax)
      this.#copied.delete(this.#recent.shift() as string)
  }

  /** Whether more files have this ending now than any had. */
  #count(ending: string): boolean {
    if (!this.#counts.has(ending) && this.#counts.size >= endingCountMax) return false
    const count = (this.#counts.get(ending) ?? 0) + 1
    this.#counts.set(ending, count)
    if (count <= this.renamedCount) return false
    this.renamedCount = count
    this.ending = ending
    return true
  }
}

/** Whether a file got one more ending, or a document another name with another ending. */
function isOtherName(path: string, before: string): boolean {
  if (isLonger(path, before)) return true
  return documentEndings.has(endingOf(before)) && stemOf(before) !== stemOf(path)
}

/** What stands behind the last point of a file's name, in lower case; empty where there is none. */
function endingOf(path: string): string {
  const name = path.slice(path.lastIndexOf('\\') + 1)
  const at = name.lastIndexOf('.')
  return at < 1 ? '' : name.slice(at + 1).toLowerCase()
}

function stemOf(path: string): string {
  return path.slice(0, path.length - endingOf(path).length)
}

/** `a.doc.x` and `a.doc_x.y` are longer than `a.doc`; `a.docx` is another name, `a.doc:x` a part of it. */
function isLonger(path: string, before: string): boolean {
  if (!path.startsWith(before) || endingOf(before) === '') return false
  return /^[^\w:\\]|^_/.test(path.slice(before.length))
}
