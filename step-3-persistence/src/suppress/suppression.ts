import { z } from '@hono/zod-openapi'
import { severity, sourceKind } from 'step-2-capture'

export const nameLengthMax = 255
/** Values that one field of a rule may list. */
export const valueCountMax = 50

const names = z
  .array(
    z
      .string()
      .min(1)
      .max(nameLengthMax)
      .regex(/^[^\0]*$/, 'a NUL character is not allowed'),
  )
  .min(1)
  .max(valueCountMax)
  .optional()

/** Which alerts are hidden: those that match every field given. Fields mean what filters mean. */
export const suppressionRule = z
  .strictObject({
    kind: names,
    detector: names,
    technique: names,
    /** Addresses or CIDR blocks. */
    source: names,
    target: names,
    /** Either end. */
    host: names,
    target_port: z.number().int().min(0).max(65_535).optional(),
    target_group: z.string().max(nameLengthMax).optional(),
    severity: z.array(severity).min(1).optional(),
    capture_source: z.array(sourceKind).min(1).optional(),
    capture_name: z.string().max(nameLengthMax).optional(),
    /** Words of the title and the names. */
    q: z.string().min(1).max(200).optional(),
  })
  .openapi('SuppressionRule', { example: { kind: ['port_scan'], source: ['10.0.7.0/24'] } })
export type SuppressionRule = z.infer<typeof suppressionRule>

export const suppression = z
  .object({
    suppression_id: z.uuid(),
    rule: suppressionRule,
    reason: z.string(),
    author: z.string(),
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime().nullable(),
    /** Detections that joined a hidden alert. */
    hits: z.number().int(),
    last_hit_at: z.iso.datetime().nullable(),
    /** Alerts that it hides now. */
    hidden_alerts: z.number().int(),
  })
  .openapi('Suppression', {
    example: {
      suppression_id: '7d9f1c3a-5b1e-4c1f-9a56-0d7f6f0f4a11',
      rule: { kind: ['port_scan'], source: ['10.0.7.0/24'] },
      reason: 'The vulnerability scanner of IT lives there',
      author: 'ana',
      created_at: '2026-11-21T07:50:08.530Z',
      expires_at: '2027-02-21T00:00:00.000Z',
      hits: 412,
      last_hit_at: '2026-11-21T09:12:44.000Z',
      hidden_alerts: 3,
    },
  })
export type Suppression = z.infer<typeof suppression>
