import { realpath } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { StartOptions } from 'step-1-skeleton/config'
import { AppError } from 'step-1-skeleton/errors'
import type { SourceSpec } from '../capture/source-spec.ts'
import { errorCodes } from '../error-codes.ts'
import { sourceKind } from '../pcap/source-kind.ts'
import { folderSpec, resolveSource, type SourceRooms } from './source-request.ts'

/** What a server starts with. A live capture without a name is of the loopback interface. */
export type StartSource =
  | { readonly kind: 'live'; readonly interface?: string }
  | { readonly kind: 'pcap'; readonly path: string }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'simulate'; readonly scenario: string }

/** Reads --interface, --pcap, --folder, --simulate and --mode. @throws AppError `E_BAD_CONFIG` */
export function readStartSources(options: StartOptions): StartSource[] {
  const {
    mode,
    interface: interfaces = [],
    pcap: paths = [],
    folder: folders = [],
    simulate = [],
  } = options
  const named = [
    ...interfaces.map((name) => ({ kind: 'live', interface: name }) as const),
    ...paths.map((path) => ({ kind: 'pcap', path }) as const),
    ...folders.map((path) => ({ kind: 'folder', path }) as const),
    ...simulate.map((scenario) => ({ kind: 'simulate', scenario }) as const),
  ]
  if (mode === undefined) return named
  const { data: kind } = sourceKind.safeParse(mode)
  if (!kind) throw badOption(`--mode ${JSON.stringify(mode)} is none of live, pcap, simulate`)
  const other = named.find((source) => source.kind !== kind)
  if (other) throw badOption(`--mode ${kind} does not go with ${optionOf[other.kind]}`)
  if (named.length > 0) return named
  if (kind === 'pcap') throw badOption('--mode pcap needs --pcap FILE')
  return [kind === 'live' ? { kind } : { kind, scenario: 'office' }]
}

/** Looks up what a source names; a path that the user gives may lie anywhere. @throws AppError */
export async function startSpec(source: StartSource, rooms: SourceRooms): Promise<SourceSpec> {
  if (source.kind === 'folder') {
    const path = resolve(source.path)
    // Where it is not there, the start says so.
    return folderSpec(await realpath(path).catch(() => path), rooms)
  }
  if (source.kind !== 'pcap') {
    return resolveSource(
      source.kind === 'live' ? source : { source: { ...source, seed: 1 } },
      rooms,
    )
  }
  const path = resolve(source.path)
  return { kind: 'pcap', name: basename(path), path, links: 'follow' }
}

const optionOf: Readonly<Record<StartSource['kind'], string>> = {
  live: '--interface',
  pcap: '--pcap',
  folder: '--folder',
  simulate: '--simulate',
}

function badOption(message: string): AppError {
  return new AppError(errorCodes.E_BAD_CONFIG, message, {
    fix: 'Name a source, for example: npm start -- --interface eth0',
  })
}
