import { realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { rotatedPaths } from '../run/rotating-file.ts'
import { badUsage } from './command-line.ts'

export interface NamedFiles {
  readonly inputs: readonly string[]
  /** The path of each output by its option, such as `csv`; undefined where it is not wanted. */
  readonly outputs: Readonly<Record<string, string | undefined>>
  /** Whether an output also takes up the names of its older parts. */
  readonly rotates?: boolean
}

/**
 * Two writers of one file leave neither's text, and an output over an input leaves nothing to
 * read. @throws AppError `E_BAD_USAGE`
 */
export async function refuseSharedNames(named: NamedFiles): Promise<void> {
  const { inputs, outputs, rotates = false } = named
  const uses = new Map<string, string>()
  for (const input of inputs) uses.set(await placeOf(input), 'which is a capture to read')
  for (const [option, path] of Object.entries(outputs)) {
    if (path === undefined || !(await isPlainFile(path))) continue
    const place = await placeOf(path)
    for (const name of rotates ? rotatedPaths(place) : [place]) {
      const use = uses.get(name)
      if (use !== undefined) {
        const message = `--${option} ${path} would write ${basename(name)}, ${use}`
        throw badUsage(message, `Choose another name for --${option}.`)
      }
      uses.set(name, `which --${option} writes`)
    }
  }
}

/** A device or a pipe may be written by several, for example /dev/null. */
async function isPlainFile(path: string): Promise<boolean> {
  return await stat(path).then(
    (stats) => stats.isFile(),
    () => true, // Not there yet: it will be one.
  )
}

/** The path without links, so that two ways to one file count as one. */
async function placeOf(path: string): Promise<string> {
  const full = resolve(path)
  return await realpath(full).catch(async () => {
    const folder = await realpath(dirname(full)).catch(() => dirname(full))
    return join(folder, basename(full))
  })
}
