import { z } from '@hono/zod-openapi'
import { severity } from 'step-2-capture'
import { channels, channelsPatch, defaultChannels } from './channels.ts'

const score = z.number().min(0).max(1)

const thresholds = z
  .strictObject({ low: score, medium: score, high: score })
  .openapi('Thresholds', { example: { low: 0.5, medium: 0.7, high: 0.9 } })

const retention = z
  .strictObject({
    /** Decided alerts (resolved, false positive) are kept this long after the last change. */
    decided_days: z.number().int().min(1).max(3_650),
    /** Undecided ones too. */
    alert_days: z.number().int().min(1).max(3_650),
    /** An alert takes about 4 kB on the disk, so a million are 4 GB. */
    alert_count_max: z.number().int().min(100).max(1_000_000),
    /** A judged statement takes about 0.4 kB. */
    anomaly_count_max: z.number().int().min(1_000).max(5_000_000),
  })
  .openapi('Retention')

/** What people can set, with secrets in clear: for the inside of the server only. */
export const config = z.strictObject({
  thresholds: thresholds.refine(({ low, medium, high }) => low < medium && medium < high, {
    error: 'thresholds must ascend: low below medium below high',
  }),
  min_severity: severity,
  /** After a notification about a group, the next one waits this long; what comes is counted. */
  cooldown_seconds: z.number().int().min(0).max(604_800),
  retention,
  channels,
})
export type Config = z.infer<typeof config>

/** What a PUT may carry: any part of it. What is left out stays as it is. */
export const configPatch = z
  .strictObject({
    thresholds: z.strictObject(thresholds.shape).partial(),
    min_severity: severity,
    cooldown_seconds: config.shape.cooldown_seconds,
    retention: z.strictObject(retention.shape).partial(),
    channels: channelsPatch,
  })
  .partial()
  .openapi('ConfigPatch', { example: { thresholds: { low: 0.6 }, min_severity: 'low' } })
export type ConfigPatch = z.infer<typeof configPatch>

export const defaultConfig: Config = {
  thresholds: { low: 0.5, medium: 0.7, high: 0.9 },
  min_severity: 'info',
  cooldown_seconds: 300,
  retention: {
    decided_days: 90,
    alert_days: 365,
    alert_count_max: 200_000,
    anomaly_count_max: 200_000,
  },
  channels: defaultChannels,
}
