import { z } from '@hono/zod-openapi'
import { sourceKind } from '../../pcap/source-kind.ts'
import { severity } from '../seam/detection.ts'
import { detectorFamily } from '../seam/family.ts'
import { alarmBudget, defaultAlarmBudget } from './alarm-budget.ts'

const riskVote = z.object({
  family: detectorFamily,
  detector: z.string(),
  kind: z.string(),
  severity,
  /** How often an ordinary window draws such a vote. */
  chance: z.number().min(0).max(1),
  detection_id: z.string(),
  title: z.string(),
})
export type RiskVote = z.infer<typeof riskVote>

export const riskRecord = z
  .object({
    host: z.string(),
    start: z.iso.datetime(),
    end: z.iso.datetime(),
    source: sourceKind,
    /** 1 less `chance`. */
    score: z.number().min(0).max(1),
    /** How often an ordinary window draws votes as telling as all of these together. */
    chance: z.number().min(0).max(1),
    is_alarm: z.boolean(),
    votes: z.array(riskVote),
  })
  .openapi('HostRisk')
export type RiskRecord = z.infer<typeof riskRecord>

export const riskQuery = z.strictObject({
  host: z.string().max(64).optional(),
  /** Only the windows that are alarms. */
  alarms: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
  /** False alarms an hour, of a network with ten hosts, that is acceptable. */
  alarm_budget: alarmBudget.default(defaultAlarmBudget),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
})
export type RiskQuery = z.infer<typeof riskQuery>

export interface RiskPage {
  /** The chance below which a window is an alarm: what the budget comes to. */
  readonly threshold: number
  readonly total: number
  readonly windows: readonly RiskRecord[]
}
