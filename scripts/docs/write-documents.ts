import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { GeneratedDocument } from './document.ts'

/** Writes each document that differs from what the code gives; returns their paths. */
export async function writeDocuments(
  root: string,
  documents: readonly GeneratedDocument[],
): Promise<string[]> {
  const stale = await staleDocuments(root, documents)
  for (const { path, text } of stale) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  return stale.map(({ path }) => path)
}

export interface StaleDocument {
  readonly path: string
  /** The text that the code gives. */
  readonly text: string
  /** Counted from 1: the first line that differs, or where one of the two texts ends. */
  readonly line: number
}

/** The documents whose file is missing, or holds another text than the code gives. */
export async function staleDocuments(
  root: string,
  documents: readonly GeneratedDocument[],
): Promise<StaleDocument[]> {
  const stale: StaleDocument[] = []
  for (const { path, make } of documents) {
    const text = await make()
    const kept = await readFile(join(root, path), 'utf8').catch(() => '')
    if (kept !== text) stale.push({ path, text, line: firstDifference(kept, text) })
  }
  return stale
}

function firstDifference(kept: string, text: string): number {
  const wanted = text.split('\n')
  const found = kept.split('\n')
  const index = wanted.findIndex((line, at) => line !== found[at])
  return 1 + (index < 0 ? wanted.length : index)
}
