import { z } from '@hono/zod-openapi'
import { sourceKind } from '../pcap/source-kind.ts'

export const windowRecord = z
  .object({
    host: z.string(),
    start: z.iso.datetime(),
    end: z.iso.datetime(),
    source: sourceKind,
    features: z.record(z.string(), z.number()),
  })
  .openapi('HostWindow')
export type WindowRecord = z.infer<typeof windowRecord>

export const windowQuery = z.strictObject({
  host: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
})
export type WindowQuery = z.infer<typeof windowQuery>

export interface WindowPage {
  readonly total: number
  readonly windows: readonly WindowRecord[]
}
