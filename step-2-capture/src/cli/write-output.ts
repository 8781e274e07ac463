import { writeFile } from 'node:fs/promises'
import { notSaved } from 'step-1-skeleton/errors'

/**
 * Writes what a command makes to the path that the user named. In place, because the path may be a
 * device, a pipe, or a link that others rely on. @throws AppError `E_NOT_SAVED`
 */
export async function writeOutput(path: string, text: string): Promise<void> {
  await writeFile(path, text).catch((error: unknown) => {
    throw notSaved(path, error)
  })
}
