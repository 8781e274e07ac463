import { z } from '@hono/zod-openapi'
import { AppError } from 'step-1-skeleton/errors'
import { checkFilter } from '../capture/capture-filter.ts'
import { lookIntoFolder } from '../capture/folder-look.ts'
import type { Interfaces } from '../capture/interfaces.ts'
import { snapLengthDefault, snapLengthMax } from '../capture/live.ts'
import type { Samples } from '../capture/samples.ts'
import { seenPathOf } from '../capture/seen-files.ts'
import type { CaptureFileSpec, CaptureFolderSpec, SourceSpec } from '../capture/source-spec.ts'
import { errorCodes } from '../error-codes.ts'
import { sourceKind } from '../pcap/source-kind.ts'
import { fileId, type UploadStore } from '../upload/upload-store.ts'
import { fileByPath, folderByPath } from './file-by-path.ts'

/** A thousand times traffic time is as good as no pacing, a hundredth as good as standing still. */
const speed = z.number().min(0.01).max(1000).optional().openapi({
  description: 'Replay at this multiple of traffic time; without it as fast as possible.',
})

/** An interface's name, a filter and a snap length, as they come from outside. */
const liveRequest = z.strictObject({
  interface: z.string().min(1).max(64).optional(),
  filter: z.string().max(65_536).optional(),
  snap_length: z.number().int().min(64).max(snapLengthMax).optional(),
  delivery: z.enum(['at-once', 'in-blocks']).optional().openapi({
    description:
      'at-once (the default) shows each packet within milliseconds; in-blocks up to a second late, and loses none of a burst of 400,000 packets a second.',
  }),
})

const sourceRequest = z.discriminatedUnion('kind', [
  liveRequest.extend({ kind: z.literal('live') }),
  z.strictObject({
    kind: z.literal('pcap'),
    file_id: fileId.optional(),
    sample: z.string().max(100).optional(),
    path: z.string().min(1).max(4_096).optional().openapi({
      description: 'A file below a folder of runs.fileFolders, of any size.',
    }),
    speed,
  }),
  z.strictObject({
    kind: z.literal('folder'),
    path: z.string().min(1).max(4_096).openapi({
      description:
        'One of runs.fileFolders, or a folder below: what arrives there is read until it is stopped.',
    }),
  }),
  z.strictObject({
    kind: z.literal('simulate'),
    scenario: z.string().max(100).default('office'),
    seed: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(1),
    duration_seconds: z.number().positive().max(86_400).optional(),
    speed,
  }),
])

type SourceRequest = z.infer<typeof sourceRequest>

/** What the one or the other form refuses; a union alone would only say that neither fits. */
function sourceProblem(issue: z.core.$ZodRawIssue): string {
  const isObject = typeof issue.input === 'object' && issue.input !== null
  const [problem] = isObject && issue.code === 'invalid_union' ? (issue.errors[0] ?? []) : []
  if (problem && problem.path[0] !== 'kind') {
    return [problem.path.join('.'), problem.message].filter((part) => part !== '').join(': ')
  }
  return 'takes live, pcap or simulate, or an object with one of these as its kind, for example {"kind":"pcap","sample":"port-scan"}'
}

/** The body of `POST /api/start`: a source or its kind, or just the interface to listen on. */
export const startRequest = liveRequest
  .extend({
    source: z.union([sourceRequest, sourceKind], { error: sourceProblem }).optional(),
    mode: sourceKind.optional(),
  })
  .refine(({ source, mode }) => mode === undefined || source === undefined, {
    error: 'names a source and a mode; name one of them',
  })
  .openapi('StartRequest', {
    example: { source: { kind: 'pcap', sample: 'port-scan', speed: 10 } },
  })
/** Why a run may not start, wherever it was asked for. */
export const startProblems = [
  errorCodes.E_INVALID_INPUT,
  errorCodes.E_UNKNOWN_INTERFACE,
  errorCodes.E_BAD_FILTER,
  errorCodes.E_UNKNOWN_SCENARIO,
  errorCodes.E_NO_CAPTURE_PERMISSION,
  errorCodes.E_NO_FILE,
  errorCodes.E_NO_SAMPLE,
  errorCodes.E_INTERFACE_DOWN,
  errorCodes.E_NOT_JSON,
  errorCodes.E_NO_TCPDUMP,
  errorCodes.E_CAPTURE_FAILED,
  errorCodes.E_CAPTURE_HUNG,
] as const

export type StartRequest = z.infer<typeof startRequest>

/** Where sources are looked up; a request only ever names what is listed there. */
export interface SourceRooms {
  readonly interfaces: Interfaces
  readonly uploads: UploadStore
  readonly samples: Samples
  /** Bytes kept of each packet where a request names no other number. */
  readonly snapLength?: number
  /** Folders below which a request may name any file by its path; none by default. */
  readonly fileFolders?: readonly string[]
  /** Where it is written down what was read of a watched folder. */
  readonly dataFolder: string
}

/** The loopback interface: it is there on every machine, and shows no other host's traffic. */
const interfaceDefault = process.platform === 'linux' ? 'lo' : 'lo0'

/**
 * Turns a request into the plain data that the engine's thread opens, checking everything that it
 * names. @throws AppError with the fix, for whatever is not there or not allowed
 */
export async function resolveSource(
  request: StartRequest,
  rooms: SourceRooms,
): Promise<SourceSpec> {
  const source = chosenSource(request)
  if (source.kind === 'live') return resolveLive(source, rooms)
  if (source.kind === 'folder') {
    return folderSpec(await folderByPath(source.path, rooms.fileFolders ?? []), rooms)
  }
  const pace = source.speed === undefined ? {} : { speed: source.speed }
  if (source.kind === 'pcap') {
    return { ...(await findFile(source, rooms)), ...pace }
  }
  const { scenario, seed, duration_seconds } = source
  // The simulator has over a hundred modules, which a server loads when it simulates first.
  const { findScenario } = await import('../simulate/simulate.ts')
  findScenario(scenario)
  const length = duration_seconds === undefined ? {} : { durationSeconds: duration_seconds }
  return { kind: 'simulate', name: scenario, seed, ...length, ...pace }
}

/** A kind alone means the default source of that kind, and never another kind. */
function chosenSource({ source, mode, ...live }: StartRequest): SourceRequest {
  const chosen = source ?? mode ?? 'live'
  if (typeof chosen !== 'string') return chosen
  return chosen === 'live' ? { kind: 'live', ...live } : sourceRequest.parse({ kind: chosen })
}

/**
 * Looks up once more what a source needs, because it may be opened long after it was asked for.
 * @throws AppError `E_UNKNOWN_INTERFACE`, `E_NO_TCPDUMP`, `E_NO_FILE`
 */
export async function readySource(spec: SourceSpec, interfaces: Interfaces): Promise<SourceSpec> {
  if (spec.kind === 'folder') await lookIntoFolder(spec.path)
  if (spec.kind !== 'live') return spec
  await interfaces.require(spec.name)
  return { ...spec, program: interfaces.tcpdump() }
}

/** A folder as it is watched. @param path Absolute, with every link in it followed */
export function folderSpec(
  path: string,
  { dataFolder }: Pick<SourceRooms, 'dataFolder'>,
): CaptureFolderSpec {
  return { kind: 'folder', name: path, path, seenPath: seenPathOf(dataFolder, path) }
}

async function resolveLive(
  request: z.infer<typeof liveRequest>,
  { interfaces, snapLength: byDefault = snapLengthDefault }: SourceRooms,
): Promise<SourceSpec> {
  const { interface: name = interfaceDefault, filter = '', delivery = 'at-once' } = request
  await interfaces.require(name)
  const program = interfaces.tcpdump()
  await checkFilter({ filter, interfaceName: name, program })
  const snapLength = request.snap_length ?? byDefault
  return { kind: 'live', name, filter, program, snapLength, delivery }
}

async function findFile(
  { file_id, sample, path }: Partial<Extract<SourceRequest, { kind: 'pcap' }>>,
  { uploads, samples, fileFolders = [] }: SourceRooms,
): Promise<Omit<CaptureFileSpec, 'speed'>> {
  const named = [file_id, sample, path].filter((name) => name !== undefined)
  const found = { kind: 'pcap', links: 'refuse' } as const
  if (named.length === 1) {
    if (sample !== undefined) return { ...found, ...(await samples.find(sample)) }
    if (path !== undefined) return fileByPath(path, fileFolders)
    const upload = await uploads.find(file_id ?? '')
    return { ...found, path: upload.path, name: upload.filename }
  }
  throw new AppError(
    errorCodes.E_INVALID_INPUT,
    'source: a pcap source has one of file_id, sample and path',
    {
      fix: 'Name one of GET /api/files as file_id, or one of GET /api/samples as sample.',
    },
  )
}
