import { z } from 'zod'

/** Directions of TCP flows whose segments are put in order. */
export const streamBuffer = z.object({
  count: z.number(),
  cap: z.number(),
  evicted: z.number(),
  /** Segments that said something else for bytes that were there, which stayed. */
  conflicting: z.number(),
  /** Gaps passed over whose bytes were never captured, and bytes beyond what is looked at. */
  skipped_gaps: z.number(),
  beyond_bytes: z.number(),
})
export type StreamBuffer = z.infer<typeof streamBuffer>
