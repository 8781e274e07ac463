import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from 'step-1-skeleton/errors'
import { z } from 'zod'
import { errorCodes } from '../error-codes.ts'

/** Seconds after the capture's first packet. */
const span = z.tuple([z.number(), z.number()])

/** An entry of labels.json; what else stands there, such as an origin, is left alone. */
const label = z.object({
  file: z.string().min(1),
  attack: z.string().optional(),
  benign: z.boolean().optional(),
  attacker: z.string().optional(),
  /** When the attack lasts. */
  window: span.optional(),
  /** When the traffic is still ordinary. */
  benign_window: span.optional(),
})
type Label = z.infer<typeof label>

/** A capture with labels that say what is in it. */
export interface LabelledCapture {
  readonly file: string
  readonly path: string
  readonly attack: string
  readonly isBenign: boolean
  /** Addresses that may be the source; empty where the label names none. */
  readonly attackers: readonly string[]
  readonly attackSpan: readonly [number, number] | undefined
  readonly benignSpan: readonly [number, number] | undefined
}

/** Reads `labels.json` of a folder. @throws AppError `E_NO_LABELS` */
export async function readLabelledCaptures(folder: string): Promise<LabelledCapture[]> {
  const path = join(folder, 'labels.json')
  const text = await readFile(path, 'utf8').catch((error) => {
    throw noLabels(`cannot read ${path}: ${error.message}`)
  })
  const parsed = z.array(label).min(1).safeParse(parseJson(text, path))
  if (!parsed.success) throw noLabels(`${path}: ${z.prettifyError(parsed.error)}`)
  return parsed.data.map((entry) => captureOf(entry, folder))
}

/** Exported for its test: what a label means. */
export function captureOf(entry: Label, folder: string): LabelledCapture {
  const attack = entry.attack ?? ''
  return {
    file: entry.file,
    path: join(folder, entry.file),
    attack,
    isBenign: entry.benign ?? /^benign twin/i.test(attack),
    attackers: attackersOf(entry.attacker),
    attackSpan: entry.window,
    benignSpan: entry.benign_window,
  }
}

/**
 * `address`, `IP / MAC` (either may be the source), or `MAC claims IP`: there the MAC address is the
 * attacker's, the other is the victim's.
 */
function attackersOf(text: string | undefined): string[] {
  if (text === undefined) return []
  const [attackers = ''] = text.split(/\bclaims\b/i)
  return attackers
    .split(/[\s/,]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase())
}

/** Which captures of `labels.json` take part, sorted by name: the 1st, 3rd, 5th …, or the others. */
export const halves = ['both', 'tuning', 'checking'] as const
export type Half = (typeof halves)[number]

/** Detectors are made with the tuning half; the checking half says how far they carry. */
export function halfOf(captures: readonly LabelledCapture[], half: Half): LabelledCapture[] {
  const names = [...new Set(captures.map(({ file }) => file))].sort()
  const isOdd = new Map(names.map((name, index) => [name, index % 2 === 0]))
  return captures.filter(({ file }) => half === 'both' || isOdd.get(file) === (half === 'tuning'))
}

/** Folders whose captures hold no attack, unless `labels.json` says otherwise. */
const ordinaryFolders = ['benign', 'dns', 'ordinary']

/** The captures of those folders that no label names. */
export async function readOrdinaryCaptures(
  folder: string,
  labelled: readonly LabelledCapture[],
): Promise<LabelledCapture[]> {
  const named = new Set(labelled.map(({ file }) => file))
  const found = await Promise.all(
    ordinaryFolders.map(async (name) => {
      const files = await readdir(join(folder, name)).catch(() => [])
      return files.map((file) => `${name}/${file}`).sort()
    }),
  )
  return found
    .flat()
    .filter((file) => /\.(?:pcap|pcapng|cap|ntar)(?:\.gz)?$/.test(file) && !named.has(file))
    .map((file) => captureOf({ file, benign: true }, folder))
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw noLabels(`${path} is not JSON`)
  }
}

function noLabels(message: string): AppError {
  return new AppError(errorCodes.E_NO_LABELS, message, {
    fix: 'Give a folder with labels.json: [{ "file", "attack" or "benign": true, "attacker"? }, …]',
  })
}
