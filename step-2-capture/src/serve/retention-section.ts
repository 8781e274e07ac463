import type { SettingsSection } from 'step-1-skeleton/config'
import { z } from 'zod'

const days = z.int().min(1).max(3_650)

const schema = z.strictObject({
  decidedDays: days.default(90).meta({
    unit: 'days',
    description:
      'Decided alerts (resolved, false positive) are kept this long after their last change.',
  }),
  alertDays: days.default(365).meta({ unit: 'days', description: 'Undecided alerts too.' }),
  alertCountMax: z.int().min(100).max(1_000_000).default(200_000).meta({
    unit: 'alerts',
    description: 'An alert takes about 4 kB on the disk, so a million are 4 GB.',
  }),
  anomalyCountMax: z.int().min(1_000).max(5_000_000).default(200_000).meta({
    unit: 'statements',
    description: 'Judged statements that are kept; one takes about 0.4 kB.',
  }),
  flowDays: days.default(30).meta({
    unit: 'days',
    description: 'Flows that have ended are kept this long, over runs and restarts.',
  }),
  flowBytesMax: z.int().min(1_000_000).max(1e13).default(2_000_000_000).meta({
    unit: 'bytes',
    description: 'Room for flows; one takes about 110 bytes, and the oldest go first.',
  }),
})

/** `retention:` of `net-anomaly.yaml`; what `PUT /api/config` stores stands before it. */
export const retentionSection: SettingsSection<typeof schema> = { name: 'retention', schema }
export type RetentionSettings = z.output<typeof schema>
