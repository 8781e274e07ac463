import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from '@hono/zod-openapi'
import { AppError } from 'step-1-skeleton/errors'
import { errorCodes } from '../error-codes.ts'

/** Far more than anybody would put there. */
const sampleCountMax = 200

export const sample = z
  .object({
    sample: z.string(),
    title: z.string(),
    description: z.string(),
    /** Whether real programs were recorded or the simulator played. */
    origin: z.enum(['recorded', 'simulate']),
    packets: z.number().int(),
    /** Traffic time from the first packet to the last. */
    seconds: z.number(),
    attacks: z.number().int(),
    /** Bytes of the file. */
    size: z.number().int(),
  })
  .openapi('Sample')
export type Sample = z.infer<typeof sample>

/** The labels beside a sample, as far as a list shows them. */
const labels = z.object({
  scenario: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  source: z.enum(['recorded', 'simulate']),
  start: z.number(),
  end: z.number(),
  packets: z.number().int(),
  attacks: z.array(
    z.object({ kind: z.string(), attacker: z.string(), victims: z.array(z.string()) }),
  ),
})
type Labels = z.infer<typeof labels>

/** Where a sample lies, and what its file is called. */
interface SampleFile {
  readonly path: string
  readonly name: string
}

interface FoundSample extends SampleFile {
  readonly sample: string
}

/** The captures that come with the project, in folders of the sample folder, each with labels. */
export class Samples {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  async list(): Promise<Sample[]> {
    const paths = await this.#paths()
    const all = await Promise.all(paths.map((path) => this.#describe(path)))
    return all.filter((found) => found !== undefined)
  }

  /** @throws AppError `E_NO_SAMPLE` */
  async find(sample: string): Promise<SampleFile> {
    const [found] = await this.findAll([sample])
    const { path, name } = found as FoundSample // One name gives one file.
    return { path, name }
  }

  /**
   * Looks the names up in the list, so that they never become paths; the files are in their order.
   * @throws AppError `E_NO_SAMPLE`
   */
  async findAll(samples: readonly string[]): Promise<FoundSample[]> {
    const paths = await this.#paths()
    return samples.map((sample) => {
      const path = paths.find((one) => nameOf(one) === sample)
      if (path === undefined) throw noSample(sample)
      return { sample, path: join(this.#folder, path), name: path.replace(/^.*\//, '') }
    })
  }

  /** Of the captures in the folder and in those directly below it; relative to the folder. */
  async #paths(): Promise<string[]> {
    const entries = await readdir(this.#folder, { withFileTypes: true }).catch(() => [])
    const below = entries
      .filter((entry) => entry.isDirectory())
      .map(async ({ name }) => {
        const names = await readdir(join(this.#folder, name)).catch(() => [])
        return names.map((inner) => `${name}/${inner}`)
      })
    const names = [...entries.map(({ name }) => name), ...(await Promise.all(below)).flat()]
    const captures = names.filter((name) => captureName.test(name))
    return captures.sort(byName).slice(0, sampleCountMax)
  }

  async #describe(path: string): Promise<Sample | undefined> {
    try {
      const { size } = await stat(join(this.#folder, path))
      const labelsPath = join(this.#folder, path.replace(captureEnding, '.labels.json'))
      return toSample(
        nameOf(path),
        size,
        labels.parse(JSON.parse(await readFile(labelsPath, 'utf8'))),
      )
    } catch {
      return undefined
    }
  }
}

const captureEnding = /\.pcap(ng)?(\.gz)?$/
const captureName = /^([\w-]+\/)?[\w-]+\.pcap(ng)?(\.gz)?$/

/** The folder belongs to the name: what was recorded may be called like what was simulated. */
function nameOf(path: string): string {
  return path.replace(captureEnding, '')
}

function noSample(sample: string): AppError {
  const said = `there is no sample ${JSON.stringify(sample.slice(0, 40))}`
  return new AppError(errorCodes.E_NO_SAMPLE, said, { fix: 'GET /api/samples lists them.' })
}

function byName(a: string, b: string): number {
  return nameOf(a).localeCompare(nameOf(b))
}

function toSample(name: string, size: number, labels: Labels): Sample {
  const { scenario, source, packets, start, end, attacks } = labels
  const stories = attacks.map(
    ({ kind, attacker, victims }) => `${words(kind)}: ${attacker} against ${victims.join(', ')}`,
  )
  return {
    sample: name,
    title: labels.title ?? words(scenario),
    description: labels.description ?? (stories.join('; ') || 'ordinary traffic'),
    origin: source,
    packets,
    seconds: end - start,
    attacks: attacks.length,
    size,
  }
}

function words(name: string): string {
  return name.replaceAll('_', ' ')
}
