import { AppError } from 'step-1-skeleton/errors'
import { z } from 'zod'
import { errorCodes } from '../error-codes.ts'
import { sourceKind } from '../pcap/source-kind.ts'

const typical = z.object({
  median: z.number(),
  mad: z.number().min(0),
  /** Nineteen in twenty windows are at most that. */
  high: z.number(),
  highest: z.number(),
})
/** By feature of the host window. */
const typicalOfFeatures = z.record(z.string(), typical)

export const hostBaseline = z.object({
  address: z.string(),
  /** Windows in which it sent something. */
  windows: z.number().int(),
  first_seen: z.iso.datetime(),
  last_seen: z.iso.datetime(),
  features: typicalOfFeatures,
  /** Whom it opened flows to, and on which ports; sorted. */
  destinations: z.array(z.string()),
  ports: z.array(z.number().int()),
})
export type HostBaseline = z.infer<typeof hostBaseline>

/** What is typical for each host of a network, and for the network, as `net-anomaly baselines` writes it. */
const baselineFile = z.object({
  format: z.literal('net-anomaly-baselines-1'),
  /** Live, recorded and simulated traffic are never compared with each other. */
  source: sourceKind,
  captures: z.array(z.string()),
  window_seconds: z.number(),
  /** All windows of all hosts together: what moves here is no matter of one host. */
  network: z.object({ windows: z.number().int(), features: typicalOfFeatures }),
  hosts: z.array(hostBaseline),
})
export type BaselineFile = z.infer<typeof baselineFile>

/** @throws AppError `E_BAD_BASELINE` */
export function parseBaseline(text: string, path: string): BaselineFile {
  try {
    return baselineFile.parse(JSON.parse(text))
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
    throw new AppError(errorCodes.E_BAD_BASELINE, `${path} is no baseline: ${reason}`, {
      fix: 'Make one first: net-anomaly baselines CAPTURE --out baseline.json',
    })
  }
}
