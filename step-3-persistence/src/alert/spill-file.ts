import { readFileSync } from 'node:fs'
import { rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync, gzip } from 'node:zlib'
import { AppError, detection, type FailureLog } from 'step-2-capture'
import { z } from 'zod'
import { errorCodes } from '../error-codes.ts'
import type { DetectionBatch } from './detection-queue.ts'

/** 20,000 detections, packed: they resemble each other, and take a twentieth of their 40 MB. */
const reservedBytes = 2 * 1_048_576

const content = z.array(z.object({ runId: z.string(), detections: z.array(detection) }))

/**
 * Where detections wait that the database did not take before the server ended, from its disk being
 * full for example. Room for them is taken while there is some: a file of that size, which makes place.
 */
export class SpillFile {
  readonly #path: string
  readonly #reservePath: string
  readonly #log: FailureLog

  constructor(folder: string, log: FailureLog) {
    this.#path = join(folder, 'held-detections.json.gz')
    this.#reservePath = join(folder, 'held-detections.reserve')
    this.#log = log
  }

  /** Takes the room; without any left the server works all the same. */
  async reserve(): Promise<void> {
    const { size } = (await stat(this.#reservePath).catch(() => undefined)) ?? {}
    if (size === reservedBytes) return
    await writeFile(this.#reservePath, Buffer.alloc(reservedBytes), { mode: 0o600 }).catch(() => {})
  }

  /** What the server before this one left. It stays until `forget`. */
  read(): readonly DetectionBatch[] {
    let packed: Buffer
    try {
      packed = readFileSync(this.#path)
    } catch {
      return [] // As a rule there is none.
    }
    try {
      return content.parse(JSON.parse(gunzipSync(packed).toString()))
    } catch (error) {
      this.#log(this.#unreadable(error))
      return []
    }
  }

  /** Writes what waits, and says in the terminal where it is. */
  async write(batches: readonly DetectionBatch[], reason: string): Promise<void> {
    const count = batches.reduce((sum, { detections }) => sum + detections.length, 0)
    try {
      const packed = await promisify(gzip)(JSON.stringify(batches))
      await rm(this.#reservePath, { force: true })
      await writeFile(this.#path, packed, { flush: true, mode: 0o600 })
      this.#log(this.#spilled(count, reason))
    } catch (error) {
      this.#log(lost(count, reason, error))
    }
  }

  /** All of it is in the database. */
  async forget(): Promise<void> {
    await rm(this.#path, { force: true })
  }

  #spilled(count: number, reason: string): AppError {
    const message = `${count} detections could not be stored (${reason}); they wait in ${this.#path}`
    return new AppError(errorCodes.E_ALERTS_HELD, message, {
      fix: 'Free the disk or the database, and start the server again: it stores them.',
    })
  }

  #unreadable(cause: unknown): AppError {
    const message = `${this.#path} cannot be read, so the detections in it are not stored`
    return new AppError(errorCodes.E_ALERTS_LOST, message, {
      fix: 'Keep it for a look (gunzip -c shows it), and move it away.',
      cause,
    })
  }
}

function lost(count: number, reason: string, cause: unknown): AppError {
  const message = `${count} detections are lost: the database did not take them (${reason}), nor did the disk`
  return new AppError(errorCodes.E_ALERTS_LOST, message, {
    fix: 'Replay the capture once there is room again.',
    cause,
  })
}
