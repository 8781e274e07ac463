import { readFile, rename } from 'node:fs/promises'
import { basename } from 'node:path'
import { type ZodType, z } from 'zod'
import { isMissingFile } from './system-code.ts'

export interface KeptFile<Content> {
  /** Undefined where there is no such file, and where it is damaged. */
  readonly content: Content | undefined
  /** Why a file that is there is not used, a sentence; null where nothing is wrong. */
  readonly problem: string | null
}

/**
 * Reads back a JSON file of `writeAtomically`. One that is damaged is renamed to `NAME.damaged`, so
 * that what is written next does not replace what may be repaired by hand.
 */
export async function readKept<Content>(
  path: string,
  schema: ZodType<Content>,
): Promise<KeptFile<Content>> {
  try {
    const content = schema.parse(JSON.parse(await readFile(path, 'utf8')))
    return { content, problem: null }
  } catch (error) {
    return {
      content: undefined,
      problem: isMissingFile(error) ? null : await setAside(path, error),
    }
  }
}

async function setAside(path: string, error: unknown): Promise<string> {
  const name = basename(path)
  const isAside = await rename(path, `${path}.damaged`).then(
    () => true,
    () => false,
  )
  const place = isAside ? `; it lies as ${name}.damaged in the data folder` : ''
  return `${name} cannot be read: ${reasonOf(error)}${place}`
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) return 'it has another shape'
  return error instanceof Error ? error.message : String(error)
}
