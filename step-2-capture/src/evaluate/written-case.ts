import { readFile } from 'node:fs/promises'
import { AppError } from 'step-1-skeleton/errors'
import { z } from 'zod'
import { severities } from '../detect/seam/detection.ts'
import { errorCodes } from '../error-codes.ts'
import { flowStates } from '../run/flow-record.ts'

/** A small capture that was written for one question, and what is right about it. */
const writtenCase = z.strictObject({
  /** Several are parts of one capture, in order of time. */
  files: z.array(z.string().min(1)).min(1),
  /** Kinds of which each is stated with medium severity or more. */
  finds: z.array(z.string()).optional(),
  /** Who did what is found. */
  source: z.string().optional(),
  /** No detection has this severity or more. */
  staysBelow: z.enum(severities).optional(),
  /** Kinds that are not stated at all. */
  never: z.array(z.string()).optional(),
  /** Traffic time from the first detection to the last. */
  detectionSecondsMin: z.number().optional(),
  /** Every flow is so. */
  flows: z
    .strictObject({
      count: z.number().int().optional(),
      source: z.string().optional(),
      sourcePort: z.number().int().optional(),
      states: z.array(z.enum(flowStates)).optional(),
      retransmissions: z.number().int().optional(),
    })
    .optional(),
  /** Packets that are said not to have been judged. */
  undecoded: z.number().int().optional(),
  /** Packets whose time is said to be invalid. */
  invalidTimes: z.number().int().optional(),
})
export type WrittenCase = z.infer<typeof writtenCase>

/** Reads what is right about the cases of a folder. @throws AppError `E_NO_LABELS` */
export async function readWrittenCases(path: string): Promise<WrittenCase[]> {
  try {
    return z.array(writtenCase).parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
    throw new AppError(errorCodes.E_NO_LABELS, `${path} cannot be used: ${reason}`, {
      fix: 'Write it as [{ "files": [...], "finds": [...] or "staysBelow": "medium" … }]',
    })
  }
}
