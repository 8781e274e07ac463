import { realpath } from 'node:fs/promises'
import { basename, relative, sep } from 'node:path'
import { AppError } from 'step-1-skeleton'
import type { CaptureFileSpec } from '../capture/source-spec.ts'
import { errorCodes } from '../error-codes.ts'

/**
 * A capture file by its path, which must lie below a folder that the configuration allows, also once
 * every link in it is followed. One refusal for all that is not there or not allowed: it would tell
 * otherwise what other folders hold. @throws AppError `E_NO_FILE`
 */
export async function fileByPath(
  path: string,
  folders: readonly string[],
): Promise<Omit<CaptureFileSpec, 'speed'>> {
  const real = await allowedPath(path, folders, isBelow)
  if (real === undefined) {
    throw notAllowed(`${shown(path)} is no file below an allowed folder`, folders)
  }
  return { kind: 'pcap', name: basename(real), path: real, links: 'refuse' }
}

/** An allowed folder, or one below, with every link followed. @throws AppError `E_NO_FILE` */
export async function folderByPath(path: string, folders: readonly string[]): Promise<string> {
  const real = await allowedPath(
    path,
    folders,
    (at, folder) => at === folder || isBelow(at, folder),
  )
  if (real !== undefined) return real
  throw notAllowed(`${shown(path)} is no allowed folder, and none below one`, folders)
}

/** The path with every link followed; undefined where it is not there or not allowed. */
async function allowedPath(
  path: string,
  folders: readonly string[],
  isIn: (real: string, folder: string) => boolean,
): Promise<string | undefined> {
  const real = await realOf(path)
  const allowed = await Promise.all(folders.map(realOf))
  if (real === undefined) return undefined
  return allowed.some((folder) => folder !== undefined && isIn(real, folder)) ? real : undefined
}

function notAllowed(message: string, folders: readonly string[]): AppError {
  return new AppError(errorCodes.E_NO_FILE, message, {
    fix:
      folders.length === 0
        ? 'Allow its folder: runs.fileFolders in net-anomaly.yaml, or NET_ANOMALY_RUNS_FILE_FOLDERS.'
        : `Allowed are ${folders.join(', ')}: runs.fileFolders.`,
  })
}

function shown(path: string): string {
  return JSON.stringify(path.slice(0, 200))
}

function realOf(path: string): Promise<string | undefined> {
  return realpath(path).catch(() => undefined)
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && way !== path
}
