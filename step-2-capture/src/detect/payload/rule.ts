import { z } from 'zod'
import type { Severity } from '../detection.ts'

/** The parts of traffic that a rule can look at. */
export const rulePlaces = [
  /** What a TCP stream or a datagram starts with, unless it is HTTP. */
  'payload',
  /** Target of a request, percent-decoded. */
  'http.uri',
  /** Header fields of a request. */
  'http.header',
  /** Body of a request, percent-decoded. */
  'http.body',
  /** Header fields and body of a response. */
  'http.response',
  'dns.name',
  'tls.sni',
] as const
export type RulePlace = (typeof rulePlaces)[number]

/** Shorter literals would start a regular expression all the time. */
const contentLengthMin = 3

/** A payload signature as data. Literals match in either case; `pcre` is tried around the first. */
export const payloadRule = z.object({
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** What it finds, as it reads after "sent": "a UNION SELECT". */
  name: z.string(),
  /** What detections are grouped by and what the recommendation follows. */
  category: z.string(),
  severity: z.enum(['low', 'medium', 'high', 'critical']),
  where: z.array(z.enum(rulePlaces)).min(1),
  /** Each must occur; \xNN stands for any byte. The first starts the search. */
  content: z.array(z.string().min(contentLengthMin)).min(1),
  /** A regular expression without unbounded repetition, near the first literal. */
  pcre: z.string().optional(),
  /** A second one that another part of the same message must match. */
  also: z.object({ where: z.enum(rulePlaces), pcre: z.string() }).optional(),
  /** Who is accused: who sent it by default. */
  accused: z.enum(['sender', 'receiver', 'originator', 'responder']).default('sender'),
})
export type PayloadRule = z.infer<typeof payloadRule>
/** A rule as it is written down. */
export type PayloadRuleInput = z.input<typeof payloadRule> & { readonly severity: Severity }

/** The bytes of a literal: text, with \xNN for bytes that no keyboard has. */
export function contentBytes(content: string): Uint8Array {
  const text = content.replace(/\\x([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(text, 'latin1')
}
