import type { Section } from 'step-1-skeleton/config'
import { z } from 'zod'
import { snapLengthDefault, snapLengthMax } from '../capture/live.ts'

/** Smaller files of a ring would hold a few packets each. */
const ringMegabytesMin = 16

const schema = z.strictObject({
  snapLength: z.int().min(64).max(snapLengthMax).default(snapLengthDefault).meta({
    unit: 'bytes',
    description: 'Bytes kept of each packet of a live capture. Passwords may be among them.',
  }),
  ringMegabytes: z
    .int()
    .min(0)
    .max(10_000_000)
    .default(512)
    .refine((value) => value === 0 || value >= ringMegabytesMin, {
      error: `must be 0 for no ring, or at least ${ringMegabytesMin}`,
    })
    .meta({
      unit: 'MiB',
      description:
        'Room for the packets of live captures, from which an alert shows its own; 0 keeps none.',
    }),
  ringHours: z.int().min(1).max(87_600).default(168).meta({
    unit: 'hours',
    description: 'Packets of live captures are removed after that time, also where there is room.',
  }),
})

/** `capture:` of `net-anomaly.yaml`. */
export const captureSection: Section<typeof schema> = { name: 'capture', schema }
export type CaptureSettings = z.output<typeof schema>
