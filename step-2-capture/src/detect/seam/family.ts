import { z } from 'zod'

/**
 * How a detector judges: a rule with memory, a pattern in the bytes, or a learned model. Fusion
 * treats the families as independent witnesses.
 */
export const detectorFamilies = ['model', 'behaviour', 'signature'] as const
export const detectorFamily = z.enum(detectorFamilies)
export type DetectorFamily = z.infer<typeof detectorFamily>
