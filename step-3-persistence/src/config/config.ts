import { z } from '@hono/zod-openapi'
import { type RetentionSettings, severity } from 'step-2-capture'
import type { ChannelRegistry } from '../notify/channel/channel-registry.ts'
import { detectorSettings, settingOriginsByName } from './detector-settings.ts'

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
    /** Flows are kept this long, and up to that number of bytes; a flow takes about 110. */
    flow_days: z.number().int().min(1).max(3_650),
    flow_bytes_max: z.number().int().min(1_000_000).max(1e13),
  })
  .openapi('Retention')

/** After a notification about a group, the next one waits this long; what comes is counted. */
const cooldownSeconds = z.number().int().min(0).max(604_800)

/** What people can set, with secrets in clear: for the inside of the server only. */
export function configSchema({ schema }: ChannelRegistry) {
  return z.strictObject({
    thresholds: thresholds.refine(({ low, medium, high }) => low < medium && medium < high, {
      error: 'thresholds must ascend: low below medium below high',
    }),
    min_severity: severity,
    cooldown_seconds: cooldownSeconds,
    retention,
    channels: schema,
  })
}
export type Config = z.infer<ReturnType<typeof configSchema>>

/** What a GET shows: secrets masked, and the detectors with every value in force. */
export function shownConfigSchema(channels: ChannelRegistry) {
  return configSchema(channels)
    .extend({ detectors: detectorSettings, origins: settingOriginsByName })
    .openapi('Config', {
      example: {
        ...defaultConfig(channels),
        detectors: { beaconing: { enabled: true, scoreMin: 0.8 } },
        origins: { 'beaconing.scoreMin': 'stored' },
      },
    })
}
export type ShownConfig = z.infer<ReturnType<typeof shownConfigSchema>>

/** What a PUT may carry: any part of it. What is left out stays as it is. */
export function configPatchSchema({ patchSchema }: ChannelRegistry) {
  return z
    .strictObject({
      thresholds: z.strictObject(thresholds.shape).partial(),
      min_severity: severity,
      cooldown_seconds: cooldownSeconds,
      retention: z.strictObject(retention.shape).partial(),
      channels: patchSchema,
      detectors: detectorSettings,
      origins: settingOriginsByName,
    })
    .partial()
    .openapi('ConfigPatch', { example: { thresholds: { low: 0.6 }, min_severity: 'low' } })
}
export type ConfigPatch = z.infer<ReturnType<typeof configPatchSchema>>

/** @param retention What the configuration file or the environment sets of it. */
export function defaultConfig(
  { defaults }: ChannelRegistry,
  retention?: RetentionSettings,
): Config {
  return {
    thresholds: { low: 0.5, medium: 0.7, high: 0.9 },
    min_severity: 'info',
    cooldown_seconds: 300,
    retention: {
      decided_days: retention?.decidedDays ?? 90,
      alert_days: retention?.alertDays ?? 365,
      alert_count_max: retention?.alertCountMax ?? 200_000,
      anomaly_count_max: retention?.anomalyCountMax ?? 200_000,
      flow_days: retention?.flowDays ?? 30,
      flow_bytes_max: retention?.flowBytesMax ?? 2_000_000_000,
    },
    channels: defaults,
  }
}
