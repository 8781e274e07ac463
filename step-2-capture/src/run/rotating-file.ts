import { closeSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname, extname } from 'node:path'
import { isMissingFile } from 'step-1-skeleton/errors'

/** Three files of 16 MiB are 48 MiB a log: some 600,000 packet rows. */
export const fileBytesMax = 16 * 1024 * 1024
export const fileCountMax = 3
/** Text waits until it is worth a system call. */
const pendingLengthMax = 65_536

export interface RotatingFileOptions {
  readonly path: string
  /** First line of every file, for example the names of columns. */
  readonly header?: string
  readonly fileBytesMax?: number
}

/**
 * A log of bounded size: `name.csv` is being written, `name.1.csv` is the one before it, and so
 * on. A full disk never stops the capture: writing ends, and `problem` says why.
 */
export class RotatingFile {
  readonly path: string
  readonly #header: string
  readonly #bytesMax: number
  #file: number | undefined
  #bytes = 0
  #pending = ''
  #problem: string | undefined

  constructor({ path, header = '', fileBytesMax: bytesMax = fileBytesMax }: RotatingFileOptions) {
    this.path = path
    this.#header = header
    this.#bytesMax = bytesMax
  }

  /** Why nothing is written any more, if so. */
  get problem(): string | undefined {
    return this.#problem
  }

  write(text: string): void {
    this.#pending += text
    if (this.#pending.length > pendingLengthMax) this.flush()
  }

  /** Whole lines that the caller gathered itself. */
  writeBytes(bytes: Uint8Array): void {
    this.flush()
    this.#append(bytes)
  }

  flush(): void {
    if (this.#pending === '') return
    this.#append(Buffer.from(this.#pending))
    this.#pending = ''
  }

  #append(bytes: Uint8Array): void {
    if (this.#problem !== undefined) return
    try {
      const file = this.#room(bytes.length)
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done)
      this.#bytes += bytes.length
    } catch (error) {
      this.#problem = `${this.path}: ${error instanceof Error ? error.message : error}`
    }
  }

  close(): void {
    this.flush()
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }

  /** Begins anew: what was there is kept once more as `name.previous.csv`, its older parts go. */
  startOver(): void {
    this.close()
    for (let number = 1; number < fileCountMax; number++) {
      rmSync(numberedPath(this.path, number), { force: true })
    }
    renameIfThere(this.path, numberedPath(this.path, 'previous'))
  }

  #room(length: number): number {
    if (this.#file !== undefined && this.#bytes + length > this.#bytesMax) {
      closeSync(this.#file)
      this.#file = undefined
      this.#moveAside()
    }
    this.#file ??= this.#open()
    return this.#file
  }

  #moveAside(): void {
    rmSync(numberedPath(this.path, fileCountMax - 1), { force: true })
    for (let number = fileCountMax - 1; number > 0; number--) {
      renameIfThere(numberedPath(this.path, number - 1), numberedPath(this.path, number))
    }
  }

  #open(): number {
    mkdirSync(dirname(this.path), { recursive: true })
    const file = openSync(this.path, 'a')
    this.#bytes = statSync(this.path).size
    if (this.#bytes === 0 && this.#header) this.#bytes += writeSync(file, `${this.#header}\n`)
    return file
  }
}

/** The file that was moved aside that many times: 0 is the one being written. */
export function numberedPath(path: string, number: number | 'previous'): string {
  if (number === 0) return path
  const extension = extname(path)
  return `${path.slice(0, path.length - extension.length)}.${number}${extension}`
}

/** Every name that a rotating file takes up: the one being written, and those moved aside. */
export function rotatedPaths(path: string): string[] {
  return Array.from({ length: fileCountMax }, (_, number) => numberedPath(path, number))
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if (!isMissingFile(error)) throw error
  }
}
