import { z } from '@hono/zod-openapi'
import { FlowState } from '../flow/flow-column.ts'

export const flowStates = Object.keys(FlowState) as (keyof typeof FlowState)[]

/** A flow as people see it. The sender is the end that opened it. */
export const flowRecord = z
  .object({
    src_ip: z.string(),
    src_port: z.number().int(),
    dst_ip: z.string(),
    dst_port: z.number().int(),
    proto: z.number().int(),
    proto_name: z.string(),
    /** For example `established`, `rejected`, `oneWay`; `open` says whether it may still grow. */
    state: z.enum(flowStates),
    open: z.boolean(),
    first_seen: z.iso.datetime(),
    last_seen: z.iso.datetime(),
    duration_seconds: z.number(),
    packets_sent: z.number().int(),
    packets_received: z.number().int(),
    bytes_sent: z.number(),
    bytes_received: z.number(),
    retransmissions: z.number().int(),
  })
  .openapi('Flow')
export type FlowRecord = z.infer<typeof flowRecord>

export const flowQuery = z.object({
  /** The address of either end. */
  ip: z.string().max(64).optional(),
  src_ip: z.string().max(64).optional(),
  dst_ip: z.string().max(64).optional(),
  /** The port of either end. */
  port: z.coerce.number().int().min(0).max(65_535).optional(),
  proto: z.coerce.number().int().min(0).max(255).optional(),
  state: z.enum(flowStates).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
})
export type FlowQuery = z.infer<typeof flowQuery>

export interface FlowPage {
  readonly total: number
  readonly flows: readonly FlowRecord[]
}
