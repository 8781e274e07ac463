import { SmbFileAct } from '../../decode/smb-path.ts'
import { PeriodTracker } from '../track/period-tracker.ts'

/** A file is opened shortly before its copy is made, or its name changed; 16 paths of 200 B. */
const recentPathCountMax = 16
/** Endings that are counted of one client and server, at 100 B. */
const endingCountMax = 64

/**
 * Endings that programs put behind a name at work: copies, parts of a download, archives,
 * signatures, and what cameras and editors keep beside a file.
 */
const ordinaryEndings = new Set(
  (
    'bak old orig tmp temp part partial filepart crdownload download swp lock lnk url log ' +
    'gz bz2 xz zst zip 7z rar md5 sha1 sha256 sig asc crc sfv par2 xmp thm meta json xml pdf jpg txt'
  ).split(' '),
)
/** What one client does to the files of one server. */
export class ShareWork extends PeriodTracker {
  /** Files that got the ending `ending`, the most of any. */
  ending = ''
  renamedCount = 0
  readonly #recent: string[] = []
  /** Endings of files as they were. */
  readonly #known = new Set<string>()
  #renamed = new Map<string, number>()
  #copied = new Map<string, number>()
  #lastCopied = ''
  #deletedCount = 0

  protected startPeriod(): void {
    this.ending = ''
    this.renamedCount = 0
    this.#renamed = new Map()
    this.#copied = new Map()
    this.#deletedCount = 0
  }

  /** Notes what a request does; true when a file got a new ending. */
  see(act: number, path: string): boolean {
    if (act === SmbFileAct.delete) {
      this.#deletedCount++
      return this.#grow(this.#lastCopied)
    }
    if (this.#recent.includes(path)) return false
    const ending = endingOf(path)
    const isGain = this.#isNewEnding(path, ending, act)
    if (isGain) this.#count(ending, act)
    else if (ending !== '' && this.#known.size < endingCountMax) this.#known.add(ending)
    this.#recent.push(path)
    if (this.#recent.length > recentPathCountMax) this.#recent.shift()
    return isGain
  }

  /**
   * It is behind the whole name that a file had a moment ago, or a file gets another name with it; and
   * no file had it before.
   */
  #isNewEnding(path: string, ending: string, act: number): boolean {
    if (ending === '' || ordinaryEndings.has(ending) || this.#known.has(ending)) return false
    if (this.#recent.some((before) => isLonger(path, before))) return true
    const before = this.#recent.at(-1)
    if (act !== SmbFileAct.rename || before === undefined) return false
    return endingOf(before) !== ending && stemOf(before) !== stemOf(path)
  }

  #count(ending: string, act: number): void {
    const counts = act === SmbFileAct.rename ? this.#renamed : this.#copied
    if (!counts.has(ending) && counts.size >= endingCountMax) return
    counts.set(ending, (counts.get(ending) ?? 0) + 1)
    if (act !== SmbFileAct.rename) this.#lastCopied = ending
    this.#grow(ending)
  }

  /** Whether more files have this ending now than any had; a copy beside its file harms none. */
  #grow(ending: string): boolean {
    const copied = Math.min(this.#copied.get(ending) ?? 0, this.#deletedCount)
    const count = (this.#renamed.get(ending) ?? 0) + copied
    if (count <= this.renamedCount) return false
    this.renamedCount = count
    this.ending = ending
    return true
  }
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
