import { z } from '@hono/zod-openapi'

/** A kind of attack that was stated of some traffic. */
export const attackMark = z
  .object({
    kind: z.string(),
    /** How many detections of that kind. */
    detections: z.number().int(),
    /** Traffic time of the newest, epoch seconds. */
    last_seen_epoch: z.number(),
  })
  .openapi('AttackMark')
export type AttackMark = z.infer<typeof attackMark>
