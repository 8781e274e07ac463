import type { SettingsSection } from 'step-1-skeleton/config'
import { z } from 'zod'

const schema = z.strictObject({
  retrainHours: z.int().min(0).max(8_760).default(0).meta({
    unit: 'hours',
    description:
      'A version of the model is trained this often on the windows of the run, and never judges by itself; 0 trains none.',
  }),
})

/** `models:` of `net-anomaly.yaml`. */
export const modelsSection: SettingsSection<typeof schema> = { name: 'models', schema }
export type ModelsSettings = z.output<typeof schema>
