import { z } from 'zod'

export const attackLabel = z.object({
  /** What was done, in the vocabulary of the detectors. */
  kind: z.string(),
  /** Address of the attacker; of the first one where there are several. */
  attacker: z.string(),
  /** Addresses of those it was done to. */
  victims: z.array(z.string()),
  /** ATT&CK technique, or null where there is none. */
  technique: z.string().nullable(),
  /** Epoch seconds of traffic time. */
  start: z.number(),
  end: z.number(),
  /** Numbers that the seed drew: ports, rates, tools. */
  details: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type AttackLabel = z.infer<typeof attackLabel>

/** What training and evaluation read of an attack; the labels of recorded captures have it too. */
export const attackSpan = attackLabel.pick({ kind: true, attacker: true, start: true, end: true })

/** What a simulated capture holds; stands beside it as `NAME.labels.json`. */
export const captureLabels = z.object({
  scenario: z.string(),
  description: z.string(),
  source: z.literal('simulate'),
  /** With these and the scenario the same packets are made again. */
  seed: z.number().int(),
  duration_seconds: z.number(),
  activity: z.number(),
  start: z.number(),
  end: z.number(),
  packets: z.number().int(),
  attacks: z.array(attackLabel),
})
export type CaptureLabels = z.infer<typeof captureLabels>

/** `attack.pcap.gz` has its labels in `attack.labels.json`. */
export function labelsPathOf(capturePath: string): string {
  return capturePath.replace(/(\.pcap|\.pcapng)?(\.gz)?$/, '.labels.json')
}
