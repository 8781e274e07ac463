import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { AppError } from 'step-1-skeleton/errors'
import { errorCodes } from '../../error-codes.ts'
import { isGzip } from '../../pcap/gunzip.ts'
import type { RuleFile } from './compile-rules.ts'

/** Public sets are 10 to 40 MB in 50 files; twice the text stays in memory. */
export const rulesBytesMax = 67_108_864
export const ruleFileCountMax = 1_024
/** Folders in folders below the one that is named. */
export const folderDepthMax = 4

/**
 * Reads files of rules, and those that end in `.rules` or `.rules.gz` below folders, in the order of
 * their names; what is packed by gzip is unpacked.
 * @throws AppError `E_BAD_RULES` when one cannot be read or they are too many
 */
export async function readRuleFiles(paths: readonly string[]): Promise<RuleFile[]> {
  const found: string[] = []
  for (const path of paths) await list(path, found)
  let byteCount = 0
  const files: RuleFile[] = []
  for (const path of found) {
    const size = (await sizeOf(path)) ?? 0
    byteCount += size
    if (byteCount > rulesBytesMax) throw tooMuch(`${path} makes more than ${rulesBytesMax} bytes`)
    const content = await readFile(path)
      .then((bytes) => unpacked(bytes, rulesBytesMax - byteCount))
      .catch((error: Error) => Promise.reject(unreadable(path, error)))
    byteCount += content.length - size
    if (content.subarray(0, 65_536).includes(0)) {
      throw new AppError(errorCodes.E_BAD_RULES, `${path} is no text`, { fix: textFix })
    }
    files.push({ path, content: content.toString('utf8') })
  }
  return files
}

/** Changes whenever a file of these paths does: names, sizes and times. Empty where none can be read. */
export async function rulesStamp(paths: readonly string[]): Promise<string> {
  const found: string[] = []
  try {
    for (const path of paths) await list(path, found)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  const parts = await Promise.all(
    found.map(async (path) => {
      const known = await stat(path).catch(() => undefined)
      return `${path} ${known?.size} ${known?.mtimeMs}`
    }),
  )
  return parts.join('\n')
}

async function list(path: string, found: string[]): Promise<void> {
  const known = await stat(path).catch((error: Error) => Promise.reject(unreadable(path, error)))
  if (known.isDirectory()) await listFolder(path, found, 0)
  else found.push(path)
  if (found.length > ruleFileCountMax)
    throw tooMuch(`${path} holds more than ${ruleFileCountMax} files`)
}

async function listFolder(folder: string, found: string[], depth: number): Promise<void> {
  if (depth > folderDepthMax || found.length > ruleFileCountMax) return
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: Error) =>
    Promise.reject(unreadable(folder, error)),
  )
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await listFolder(path, found, depth + 1)
    else if (/\.rules(?:\.gz)?$/.test(entry.name)) found.push(path)
  }
}

/** @throws Error when it is damaged, or holds more bytes than there is room for */
async function unpacked(bytes: Buffer, bytesMax: number): Promise<Buffer> {
  return isGzip(bytes) ? await promisify(gunzip)(bytes, { maxOutputLength: bytesMax }) : bytes
}

async function sizeOf(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.size
}

const textFix = 'Name files of rules, or folders with files that end in .rules or .rules.gz.'

function unreadable(path: string, error: Error): AppError {
  return new AppError(errorCodes.E_BAD_RULES, `${path}: ${error.message}`, { fix: textFix })
}

function tooMuch(message: string): AppError {
  return new AppError(errorCodes.E_BAD_RULES, message, {
    fix: 'Leave out rules that you do not need.',
  })
}
