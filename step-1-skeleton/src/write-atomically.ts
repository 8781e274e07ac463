import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { notSaved } from './errors.ts'

export interface AtomicWrite {
  readonly path: string
  readonly text: string
  /** Names the content in an error: `the model`. */
  readonly what: string
}

/**
 * Replaces a file as a whole: writes beside it, flushes, then renames, so that a crash leaves the
 * old file or the new one. Only its owner may read it. @throws AppError `E_NOT_SAVED`; the old file stays
 */
export async function writeAtomically({ path, text, what }: AtomicWrite): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeFile(draft, text, { flush: true, mode: 0o600 })
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {})
    throw notSaved(what, error)
  }
}
