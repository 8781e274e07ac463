import { existsSync } from 'node:fs'
import {
  AppError,
  type CaptureContext,
  CaptureFile,
  openSource,
  type PacketSource,
  type RingSegment,
  type RunStore,
  ringSegments,
  type StoredRun,
  seenCaptures,
} from 'step-2-capture'
import type { AlertDetail } from '../alert/alert.ts'
import type { AnomalyStore } from '../anomaly/anomaly-store.ts'
import { errorCodes } from '../error-codes.ts'
import { captureFilesNamed } from './capture-files.ts'

export interface EvidenceContext extends Pick<CaptureContext, 'uploads' | 'samples' | 'ring'> {
  readonly anomalies: AnomalyStore
  readonly runs: RunStore
}

/** Where the packets of an alert are looked for. */
export type EvidencePlace =
  /** Files of the ring of live packets. */
  | { readonly kind: 'ring'; readonly segments: readonly RingSegment[] }
  /** Captures of which one holds them: files, or the simulation played again from its seed. */
  | { readonly kind: 'captures'; readonly captures: readonly PacketSource[] }
  /** Captures of a watched folder, of which each may hold some. */
  | { readonly kind: 'parts'; readonly captures: readonly PacketSource[] }

/** An alert of months has more detections; those seen last are of its newest runs. */
const detectionCountMax = 1_000

/** @throws AppError `E_PACKETS_GONE` with the reason where they are nowhere */
export async function evidencePlace(
  { alert_id, capture, evidence }: Pick<AlertDetail, 'alert_id' | 'capture' | 'evidence'>,
  context: EvidenceContext,
): Promise<EvidencePlace> {
  const startIds = await startsBehind(alert_id, context.anomalies)
  if (capture.source === 'live') {
    if (!context.ring) throw notKept(capture.name)
    const query = { name: capture.name, startIds }
    const segments = await ringSegments(context.ring.folder, query)
    if (segments.length === 0) throw expired(capture.name, context.ring)
    return { kind: 'ring', segments }
  }
  const runs = await runsOf(startIds, context.runs)
  const times = evidence.map(({ time }) => time)
  const arrived = runs.flatMap(({ spec }) =>
    spec.kind === 'folder' ? [seenCaptures(spec, times)] : [],
  )
  if (arrived.length > 0) {
    const parts = (await Promise.all(arrived)).flat()
    if (parts.length === 0) throw movedAway(capture.name)
    return { kind: 'parts', captures: parts }
  }
  const captures = [
    ...(capture.source === 'pcap' ? await filesNamed(capture.name, context) : []),
    ...(await sourcesOfRuns(runs)),
  ]
  if (captures.length === 0) throw sourceGone(capture)
  return { kind: 'captures', captures }
}

/** The runs and their starts that stated something which belongs to the alert. */
async function startsBehind(alertId: string, anomalies: AnomalyStore): Promise<Set<string>> {
  const query = { filter: { alert_id: alertId }, limit: detectionCountMax, offset: 0 }
  const page = await anomalies.list(query)
  return new Set(page.anomalies.flatMap(({ run_id }) => run_id ?? []))
}

async function filesNamed(name: string, context: EvidenceContext): Promise<PacketSource[]> {
  const paths = await captureFilesNamed(name, context)
  return paths.map((path) => new CaptureFile({ path, links: 'refuse' }))
}

async function runsOf(
  startIds: ReadonlySet<string>,
  runs: RunStore,
): Promise<readonly StoredRun[]> {
  const runIds = new Set([...startIds].map((startId) => startId.split('.')[0]))
  return (await runs.list()).filter(({ record }) => runIds.has(record.run_id))
}

/** What the runs read, opened once more: a file where it still lies, a simulation from its seed. */
function sourcesOfRuns(runs: readonly StoredRun[]): Promise<PacketSource[]> {
  const specs = runs.flatMap(({ spec }) => {
    if (spec.kind === 'live' || spec.kind === 'folder') return []
    return spec.kind === 'simulate' || existsSync(spec.path) ? [spec] : []
  })
  return Promise.all(specs.map((spec) => openSource(spec)))
}

function notKept(name: string): AppError {
  return gone(
    `packets of ${name} are not kept: capture.ringMegabytes is 0`,
    'Set it to the MiB that they may take, for example NET_ANOMALY_CAPTURE_RING_MEGABYTES=512.',
  )
}

/** The ring had them, and newer packets took their place or their time is over. */
export function expired(name: string, ring: NonNullable<EvidenceContext['ring']>): AppError {
  const kept = `${Math.round(ring.bytesMax / 1_048_576)} MiB and ${ring.hoursMax} hours`
  return gone(
    `the packets of ${name} have expired: ${kept} of them are kept at most`,
    'Raise capture.ringMegabytes or capture.ringHours to keep packets for longer.',
  )
}

function movedAway(folder: string): AppError {
  return gone(
    `the captures that hold them do not lie in ${folder} any more`,
    'Leave captures in the folder for as long as their alerts are looked at.',
  )
}

export function sourceGone({ source, name }: AlertDetail['capture']): AppError {
  return source === 'simulate'
    ? gone(
        `the run that simulated ${name} is not on record any more`,
        'npm run net-anomaly -- simulate writes the same traffic to a file.',
      )
    : gone(
        `the file ${name} is not there any more`,
        'Upload it again under the same name: the alert still knows which packets they were.',
      )
}

function gone(message: string, fix: string): AppError {
  return new AppError(errorCodes.E_PACKETS_GONE, message, { fix })
}
