import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const inside = 'NET_ANOMALY_OWN_MOUNTS'

/**
 * Runs the calling script once more with mounts of its own, which end with it; true in that second
 * process. Needs root, or user namespaces.
 */
export function hasOwnMounts(): boolean {
  if (process.env[inside]) return true
  const own = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']
  const again = [process.execPath, ...process.argv.slice(1)]
  const env = { ...process.env, [inside]: '1' }
  const { status } = spawnSync('unshare', [...own, '--mount', ...again], { env, stdio: 'inherit' })
  process.exitCode = status ?? 1
  return false
}

/** Mounts a small disk of its own at a folder. */
export function mountDisk(folder: string, megabytes: number): void {
  mkdirSync(folder, { recursive: true })
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder])
}

export function unmountDisk(folder: string): void {
  execFileSync('umount', [folder])
}

/** Writes until nothing goes on the disk any more; disposing of it frees what it took. */
export function fillDisk(folder: string): Disposable {
  const path = join(folder, 'filler')
  const file = openSync(path, 'w')
  try {
    for (let bytes = 1_048_576; bytes >= 1; bytes = Math.floor(bytes / 2)) {
      writeAll(file, Buffer.alloc(bytes, 1))
    }
  } finally {
    closeSync(file)
  }
  return { [Symbol.dispose]: () => rmSync(path, { force: true }) }
}

function writeAll(file: number, piece: Buffer): void {
  try {
    for (;;) writeSync(file, piece)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}
