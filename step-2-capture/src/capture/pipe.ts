import { execFile } from 'node:child_process'
import { closeSync, constants, openSync } from 'node:fs'
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'

/** What a pipe of Linux holds is read at once. */
const chunkBytes = 65_536
/** A read that brought less waits for company: each costs as much as judging dozens of packets. */
const fewBytes = 16_384
const companyMs = 2

/** A pipe between a child process and this one: the child gets `writeEnd` as its output. */
export interface Pipe {
  readonly readEnd: FileHandle
  /** A file descriptor; to be closed once the child has it. */
  readonly writeEnd: number
}

/**
 * Makes a pipe. Node's own `pipe` for a child is a socket, in which each small write takes a buffer
 * of its own and wakes the reader: a packet a write, that doubled what a capture costs on both
 * sides (600,000 packets: 1.6 s of CPU time, with a pipe 0.7 s).
 */
export async function makePipe(): Promise<Pipe> {
  const folder = await mkdtemp(join(tmpdir(), 'net-anomaly-'))
  const path = join(folder, 'packets')
  try {
    await promisify(execFile)('mkfifo', ['-m', '600', path])
    // Opening one end waits for the other end, unless O_NONBLOCK is set.
    const first = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const writeEnd = openSync(path, constants.O_WRONLY)
    const readEnd = await open(path, constants.O_RDONLY)
    closeSync(first)
    return { readEnd, writeEnd }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** What comes out of a pipe until its other end is closed; a chunk is valid until the next. */
export async function* readPipe(readEnd: FileHandle): AsyncGenerator<Uint8Array, void, undefined> {
  const buffer = new Uint8Array(chunkBytes)
  for (;;) {
    const { bytesRead } = await readEnd.read(buffer, 0, chunkBytes, null)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
    if (bytesRead < fewBytes) await setTimeout(companyMs)
  }
}
