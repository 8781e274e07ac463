import { PeriodTracker } from '../track/period-tracker.ts'

/** A folder of 100 B; more say no more. */
export const noteFolderCountMax = 256
/** A word of what ransom notes are called, in a file that opens by itself in a browser or an editor. */
const noteName =
  /^.{0,40}(?:decrypt|recover|restore|ransom|unlock|encrypted|your[ _-]?(?:files|data)).{0,60}\.(?:txt|hta|html?|rtf|url)$/i

/** The name of a note in this path, or null. */
export function noteIn(path: string): string | null {
  const name = path.slice(path.lastIndexOf('\\') + 1)
  return noteName.test(name) ? name : null
}

/** The folders of one server in which one client left a file of one name. */
export class ShareNotes extends PeriodTracker {
  name = ''
  folders = new Set<string>()

  protected startPeriod(): void {
    this.folders = new Set()
  }

  /** True when it is the first in its folder. */
  add(path: string): boolean {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('\\')))
    if (this.folders.has(folder) || this.folders.size >= noteFolderCountMax) return false
    this.folders.add(folder)
    return true
  }
}
