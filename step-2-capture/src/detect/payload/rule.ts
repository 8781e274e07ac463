import { z } from 'zod'
import { severity, technique } from '../detection.ts'
import { patternProblem } from './safe-pattern.ts'

/** The part of the traffic that a rule reads. */
export const ruleParts = [
  /** Bytes of a TCP stream or a datagram, as sent. */
  'payload',
  /** The target of an HTTP request, percent-decoded. */
  'http.uri',
  /** All header lines of an HTTP request. */
  'http.header',
  /** The body of an HTTP request, percent-decoded, its first kilobytes. */
  'http.body',
  /** The name that a DNS query asks for. */
  'dns.name',
  /** The server name that a TLS client asks for. */
  'tls.sni',
  /** Fingerprints of a TLS client, compared as a whole. */
  'tls.ja3',
  'tls.ja4',
] as const
export type RulePart = (typeof ruleParts)[number]

/** A single byte is found everywhere. */
const literal = z.string().min(2).max(256)

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
  /** What must follow the literal at once, as a regular expression that can not backtrack far. */
  followedBy: z
    .string()
    .superRefine((pattern, context) => {
      const problem = patternProblem(pattern)
      if (problem) context.addIssue({ code: 'custom', message: problem })
    })
    .optional(),
  /** Whom it speaks against: who sent the bytes, or (for what a victim answers) who got them. */
  accuses: z.enum(['sender', 'receiver']).default('sender'),
  recommendation: z.string().min(10),
})
export type SignatureRule = z.infer<typeof signatureRule>
export type SignatureRuleInput = z.input<typeof signatureRule>
