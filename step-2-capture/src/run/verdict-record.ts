import { z } from '@hono/zod-openapi'
import { severity } from '../detect/seam/detection.ts'

/** What is said of the traffic as a whole. */
export const verdict = z.object({
  /**
   * `learning` until enough windows were seen to judge, `idle` when no capture is running,
   * `nothing_judged` while no packet could be decoded: such a run is not normal.
   */
  status: z.enum(['idle', 'learning', 'normal', 'anomaly', 'nothing_judged']),
  confidence: z.number().min(0).max(1),
  threat_level: severity,
})
