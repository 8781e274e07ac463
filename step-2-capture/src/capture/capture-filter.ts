import { AppError } from 'step-1-skeleton/errors'
import { errorCodes } from '../error-codes.ts'
import { askTcpdump, captureError, complaintLine } from './tcpdump.ts'

/** Longer filters are written by programs, and some compile to megabytes. */
export const filterLengthMax = 1_024

export interface FilterCheck {
  readonly filter: string
  readonly interfaceName: string
  readonly program: string
}

/**
 * Has tcpdump compile the filter for the interface without capturing, so that a wrong one is
 * refused before anything starts. It is one argument after `--`: whatever it holds, it is a filter.
 * @throws AppError `E_BAD_FILTER`, and what the interface itself complains about
 */
export async function checkFilter({ filter, interfaceName, program }: FilterCheck): Promise<void> {
  if (filter.length > filterLengthMax) {
    throw badFilter(`it has ${filter.length} characters, ${filterLengthMax} are allowed`)
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused.
  if (/[\u0000-\u001f\u007f]/.test(filter)) throw badFilter('it holds a control character')
  if (filter.trim() === '') return
  const answer = await askTcpdump(program, ['-i', interfaceName, '-d', '--', filter])
  if (answer.isGood) return
  if (/filter expression|rejects all packets|unknown|syntax|no answer/i.test(answer.errors)) {
    throw badFilter(complaintLine(answer.errors))
  }
  const error = captureError(answer.errors, program, interfaceName)
  throw error.code === 'E_CAPTURE_FAILED' ? badFilter(complaintLine(answer.errors)) : error
}

function badFilter(reason: string): AppError {
  return new AppError(errorCodes.E_BAD_FILTER, `the capture filter does not compile: ${reason}`, {
    fix: 'Write it as for tcpdump, for example: tcp port 443 and host 192.0.2.1 (man pcap-filter).',
  })
}
