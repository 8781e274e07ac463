import { z } from 'zod'
import { severity, technique } from '../seam/detection.ts'
import { ruleParts } from './rule-part.ts'
import { patternProblem } from './safe-pattern.ts'

/** A single byte is found everywhere. */
const literal = z.string().min(2).max(256)

const safePattern = z.string().superRefine((pattern, context) => {
  const problem = patternProblem(pattern)
  if (problem) context.addIssue({ code: 'custom', message: problem })
})

/** A signature: data, never code. */
export const signatureRule = z.object({
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** What it finds, as a noun: "SQL injection". Rules of one name make one group of detections. */
  name: z.string().min(3),
  kind: z.string().regex(/^[a-z0-9_]+$/),
  severity,
  technique: technique.nullable(),
  where: z.array(z.enum(ruleParts)).min(1),
  /** Any of these is found, whatever its case; for fingerprints the whole value. */
  content: z.array(literal).min(1),
  /** What must follow the literal at once, as a regular expression that cannot backtrack far. */
  followedBy: safePattern.optional(),
  /** Which end of a connection must send it; either by default. */
  from: z.enum(['client', 'server']).optional(),
  /** Only who was attacked says it, as a prompt or the answer of a shell: the other end is the source. */
  isFromTarget: z.boolean().optional(),
  /** What people write about too: in a page, a mail, a log or a file it is low. */
  isQuotable: z.boolean().optional(),
  /** What stands before it in a whole statement of a program: then it is low, too. */
  quotedAfter: safePattern.optional(),
  /** Texts are read as Log4j reads them, and the literal only begins what hides a look-up. */
  hidesLookup: z.boolean().optional(),
  recommendation: z.string().min(10),
})
export type SignatureRule = z.infer<typeof signatureRule>
