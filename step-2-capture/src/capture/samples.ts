import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from '@hono/zod-openapi'
import { AppError } from 'step-1-skeleton'

/** Far more than anybody would put there. */
const sampleCountMax = 200

/** The part of a sample's labels that a list shows. */
const labels = z.object({
  scenario: z.string().optional(),
  title: z.string().optional(),
  description: z.string().default(''),
  /** Traffic time of the first and the last packet, epoch seconds. */
  start: z.number().optional(),
  end: z.number().optional(),
})

export const sample = z
  .object({
    sample: z.string(),
    title: z.string(),
    description: z.string(),
    size: z.number().int(),
    /** Traffic time from the first packet to the last: it tells how fast to play it. */
    seconds: z.number().nullable(),
  })
  .openapi('Sample')
export type Sample = z.infer<typeof sample>

/** The captures that come with the project: each beside a file of what is in it. */
export class Samples {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  async list(): Promise<Sample[]> {
    const files = await this.#files()
    const all = await Promise.all(files.map((file) => this.#describe(file)))
    return all.filter((found) => found !== undefined)
  }

  /** Looks the name up in the list, so that it never becomes a path. @throws AppError `E_NO_SAMPLE` */
  async find(name: string): Promise<{ path: string; name: string }> {
    const file = (await this.#files()).find((file) => nameOf(file) === name)
    if (file) return { path: join(this.#folder, file), name: file }
    throw new AppError('E_NO_SAMPLE', `there is no sample ${JSON.stringify(name.slice(0, 40))}`, {
      status: 404,
      fix: 'GET /api/samples lists them.',
    })
  }

  async #files(): Promise<string[]> {
    const names = await readdir(this.#folder).catch(() => [])
    const captures = names.filter((name) => captureName.test(name))
    return captures.sort().slice(0, sampleCountMax)
  }

  async #describe(file: string): Promise<Sample | undefined> {
    const name = nameOf(file)
    const { size } = await stat(join(this.#folder, file))
    try {
      const text = await readFile(join(this.#folder, `${name}.labels.json`), 'utf8')
      const { title, scenario, description, start, end } = labels.parse(JSON.parse(text))
      const seconds = start === undefined || end === undefined ? null : end - start
      return { sample: name, title: title ?? scenario ?? name, description, size, seconds }
    } catch {
      return undefined
    }
  }
}

const captureName = /^[\w-]+\.pcap(ng)?(\.gz)?$/

function nameOf(file: string): string {
  return file.replace(/\..*$/, '')
}
