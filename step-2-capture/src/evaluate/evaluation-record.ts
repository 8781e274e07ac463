import { z } from '@hono/zod-openapi'
import { failure } from '../run/failure.ts'

export const evaluationFigures = z.object({
  attacks: z.number().int(),
  attacks_found: z.number().int(),
  /** Attacks whose label names who did it; of those, the ones stated with that host as source. */
  attackers_named: z.number().int(),
  attackers_accused: z.number().int(),
  /** Of those found, from the attack's start to the first detection; null where none was found. */
  median_seconds_to_detection: z.number().nullable(),
  benign_hours: z.number(),
  false_alarms: z.number().int(),
  false_alarms_per_hour: z.number(),
  /** Benign captures in which there is a false alarm. */
  benign_with_alarm: z.number().int(),
})

const attackVerdict = z.object({
  file: z.string(),
  attack: z.string(),
  found: z.boolean(),
  detected_by: z.array(z.string()),
  seconds_to_detection: z.number().nullable(),
  right_host: z.boolean().nullable(),
})

const benignVerdict = z.object({
  file: z.string(),
  hours: z.number(),
  false_alarms: z.number().int(),
  raised_by: z.array(z.string()),
})

/** A measurement on labelled captures: with what, and what came of it. */
export const evaluationRecord = z
  .object({
    evaluation_id: z.uuid(),
    state: z.enum(['running', 'done', 'failed']),
    /** 0 to 1. */
    progress: z.number().min(0).max(1),
    author: z.string(),
    started_at: z.iso.datetime(),
    /** What it was measured with: two with the same give the same figures. */
    parameters: z.object({
      captures: z.array(z.string()),
      /** The version that judged beside the rules; null without a model. */
      model_id: z.string().nullable(),
      /** `learned`: the model alone, whose detections count from low severity on. */
      detectors: z.enum(['all', 'learned']),
      /** What was set of the detectors. */
      settings: z.record(z.string(), z.unknown()),
      /** Stands for the text of the user's rules that took part; null without any. */
      rules: z.string().nullable(),
      program_version: z.string(),
    }),
    seconds: z.number().nullable(),
    figures: evaluationFigures.nullable(),
    attacks: z.array(attackVerdict),
    benign: z.array(benignVerdict),
    /** Captures that could not be read to their end, and why. */
    problems: z.array(z.string()),
    error: failure.nullable(),
  })
  .openapi('Evaluation', {
    example: {
      evaluation_id: '0f8fad5b-d9cb-469f-a165-70867728950e',
      state: 'done',
      progress: 1,
      author: 'ana',
      started_at: '2026-01-14T09:00:00.000Z',
      parameters: {
        captures: ['port-scan', 'ordinary'],
        model_id: '3f0c9a51b7de',
        detectors: 'all',
        settings: {},
        rules: null,
        program_version: '1.0.0',
      },
      seconds: 2.4,
      figures: {
        attacks: 1,
        attacks_found: 1,
        attackers_named: 1,
        attackers_accused: 1,
        median_seconds_to_detection: 0.4,
        benign_hours: 0.5,
        false_alarms: 0,
        false_alarms_per_hour: 0,
        benign_with_alarm: 0,
      },
      attacks: [
        {
          file: 'port-scan',
          attack: 'vertical_port_scan',
          found: true,
          detected_by: ['port_scan: vertical_port_scan'],
          seconds_to_detection: 0.4,
          right_host: true,
        },
      ],
      benign: [{ file: 'ordinary', hours: 0.5, false_alarms: 0, raised_by: [] }],
      problems: [],
      error: null,
    },
  })
export type EvaluationRecord = z.infer<typeof evaluationRecord>
