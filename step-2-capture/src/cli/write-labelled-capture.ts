import { createWriteStream } from 'node:fs'
import { lstat, rename, rm, writeFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { type CaptureLabels, labelsPathOf } from '../simulate/labels.ts'

export interface LabelledCapture {
  /** Ends in `.gz` where the capture is to be packed. */
  readonly path: string
  readonly bytes: AsyncIterable<Uint8Array>
  /** Read once `bytes` have ended. */
  readonly labels: () => CaptureLabels
}

/**
 * Writes a capture with its labels beside it. The capture takes its name last, and the former one
 * goes first, so that after a crash no capture stands beside the labels of another.
 */
export async function writeLabelledCapture(capture: LabelledCapture): Promise<void> {
  const { path, bytes, labels } = capture
  // A device, a pipe or a link cannot be replaced by a file; it is written as it is.
  const isPlain = await lstat(path).then(
    (stats) => stats.isFile(),
    () => true,
  )
  const draft = isPlain ? `${path}.part` : path
  const labelsPath = labelsPathOf(path)
  const labelsDraft = `${labelsPath}.part`
  try {
    // Node leaves the time out of the gzip header, so the same packets give the same file.
    const gzip = path.endsWith('.gz') ? [createGzip({ level: 9 })] : []
    await pipeline([bytes, ...gzip, createWriteStream(draft, { flush: isPlain })])
    await writeFile(labelsDraft, `${JSON.stringify(labels(), null, 2)}\n`, { flush: true })
    if (isPlain) await rm(path, { force: true })
    await rename(labelsDraft, labelsPath)
    if (isPlain) await rename(draft, path)
  } catch (error) {
    await rm(labelsDraft, { force: true }).catch(() => {})
    if (isPlain) await rm(draft, { force: true }).catch(() => {})
    throw error
  }
}
