import { createReadStream } from 'node:fs'
import { AppError } from 'step-1-skeleton/errors'
import { errorCodes } from '../error-codes.ts'
import { uncompressed } from '../pcap/gunzip.ts'

/** A line of 1 MiB is no row of a table any more; longer ones would only fill the memory. */
export const lineLengthMax = 1_048_576

/**
 * Hands every line of a text file, plain or gzip, to `onLine` with its number from 1; no more
 * than a chunk is in memory.
 * @throws AppError `E_NO_FILE`, `E_LINE_TOO_LONG`, `E_GZIP_TRUNCATED`, `E_GZIP_DAMAGED`
 */
export async function readLines(
  path: string,
  onLine: (line: string, lineNumber: number) => void,
): Promise<void> {
  const decoder = new TextDecoder()
  let lineNumber = 0
  let rest = ''
  const emit = (line: string) =>
    onLine(line.endsWith('\r') ? line.slice(0, -1) : line, ++lineNumber)
  try {
    for await (const chunk of uncompressed(createReadStream(path))) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      lines.forEach(emit)
      if (rest.length > lineLengthMax) throw lineTooLong(path, lineNumber + 1)
    }
  } catch (error) {
    throw readError(path, error)
  }
  if (rest !== '') emit(rest)
}

function lineTooLong(path: string, lineNumber: number): AppError {
  const message = `line ${lineNumber} of ${path} is longer than ${lineLengthMax} characters`
  return new AppError(errorCodes.E_LINE_TOO_LONG, message, {
    fix: 'Give a table as text, with one row a line.',
  })
}

function readError(path: string, error: unknown): unknown {
  if (!(error instanceof Error && 'syscall' in error)) return error
  return new AppError(errorCodes.E_NO_FILE, `cannot read ${path}: ${error.message}`, {
    fix: 'Give the path of a table that you may read.',
  })
}
