import { z } from 'zod'
import { sourceKind } from '../../pcap/source-kind.ts'
import { detectorFamily } from './family.ts'
import { severities } from './severity.ts'

export { graver, type Severity, severities, severityRank } from './severity.ts'
export const severity = z.enum(severities)

/** One measured quantity behind a detection, beside what is typical. */
export const reason = z.object({
  /** Name of the quantity, for example `distinct_ports`. */
  feature: z.string(),
  actual: z.union([z.number(), z.string()]),
  /** The typical value: the baseline's, or the detector's threshold where none is learned yet. */
  typical: z.union([z.number(), z.string()]),
  unit: z.string(),
  /** Share of the score that it explains, where the model can tell. */
  contribution: z.number().optional(),
})
export type Reason = z.infer<typeof reason>

export const packetReference = z.object({
  /** Number of the packet in the capture, from 0; Wireshark's frame number is one more. */
  index: z.number().int(),
  /** Offset of its record in the uncompressed capture. */
  offset: z.number(),
  time: z.number(),
})
export type PacketReference = z.infer<typeof packetReference>

export const technique = z.object({ id: z.string(), name: z.string(), tactic: z.string() })
export type Technique = z.infer<typeof technique>

/** One detector's statement: who did what, how sure, why, and the packets that it rests on. */
export const detection = z
  .object({
    detection_id: z.string(),
    /** 1 when it is stated first, and one more each time that it is stated again with newer numbers. */
    revision: z.int().min(1),
    detector: z.string(),
    family: detectorFamily,
    kind: z.string(),
    severity,
    /** 0 to 1, higher is stranger. */
    score: z.number().min(0).max(1),
    confidence: z.number().min(0).max(1),
    /** Who did it: an IP address, or a MAC address where there is no other. */
    source: z.string(),
    target: z.string().nullable(),
    target_port: z.number().int().nullable(),
    /** What detections are grouped by beside kind and source: a host, a port, a domain. */
    target_group: z.string(),
    first_seen: z.iso.datetime(),
    last_seen: z.iso.datetime(),
    first_seen_epoch: z.number(),
    last_seen_epoch: z.number(),
    /** One sentence with the numbers in it. */
    title: z.string(),
    technique: technique.nullable(),
    recommendation: z.string(),
    reasons: z.array(reason),
    evidence: z.array(packetReference),
    /** Of the flow between the two whose packet completed the pattern; null where it was none. */
    community_id: z.string().nullable(),
    /** Name of the machine that saw the traffic. */
    sensor: z.string(),
    /** Which capture it was seen in. */
    capture: z.object({ source: sourceKind, name: z.string() }),
    /** Of learned models: the score before calibration, the threshold, and the model's id. */
    raw_score: z.number().nullable(),
    threshold: z.number().nullable(),
    model_version: z.string().nullable(),
  })
  .meta({ id: 'Detection' })
export type Detection = z.infer<typeof detection>
