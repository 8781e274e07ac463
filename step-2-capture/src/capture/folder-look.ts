import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, systemCodeOf } from 'step-1-skeleton/errors'
import { errorCodes } from '../error-codes.ts'

/** One look asks the system once for each file: 10,000 are a tenth of a CPU-second. */
export const folderFileCountMax = 10_000

/** A file of a watched folder, as it lay there at a look. */
export interface FolderFile {
  readonly name: string
  readonly inode: number
  readonly bytes: number
  readonly modifiedMs: number
}

/**
 * The regular files of a folder, in order of name. Links are left out, as they may lead anywhere, and
 * so are names that begin with a dot: so does a copy that is not finished.
 * @throws AppError `E_NO_FILE` where there is no such folder, or it may not be read
 */
export async function lookIntoFolder(
  path: string,
): Promise<{ readonly files: readonly FolderFile[]; readonly leftOutCount: number }> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
    throw unreadable(path, error)
  })
  const names = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort()
  const looked = names.slice(0, folderFileCountMax).map(async (name) => {
    const stats = await lstat(join(path, name)).catch(() => undefined)
    // It may have been moved away in the meantime.
    if (!stats?.isFile()) return []
    return [{ name, inode: stats.ino, bytes: stats.size, modifiedMs: stats.mtimeMs }]
  })
  return {
    files: (await Promise.all(looked)).flat(),
    leftOutCount: Math.max(0, names.length - folderFileCountMax),
  }
}

function unreadable(path: string, error: unknown): AppError {
  const code = systemCodeOf(error) ?? String(error)
  const reasons = new Map([
    ['ENOENT', 'there is no such folder'],
    ['ENOTDIR', 'it is no folder'],
    ['EACCES', 'it may not be read'],
  ])
  const reason = reasons.get(code) ?? code
  return new AppError(errorCodes.E_NO_FILE, `cannot watch the folder ${path}: ${reason}`, {
    fix: 'Name a folder that is there and that the user of the server may read.',
  })
}
