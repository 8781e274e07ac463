import { readdir, readFile } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { AppError } from 'step-1-skeleton/errors'
import { askTcpdump, captureError, findTcpdump, unknownInterface } from './tcpdump.ts'

/** A machine with thousands of virtual interfaces is listed up to here, in order of name. */
export const interfaceCountMax = 256
/** Permissions hardly change; the list is asked for by every open dashboard. */
const probeMsMax = 5_000

export interface CaptureInterface {
  readonly name: string
  readonly addresses: string[]
  readonly is_up: boolean
  readonly is_loopback: boolean
  readonly may_capture: boolean
  /** Why it cannot be captured on, and what to do about it. */
  readonly reason?: string
  readonly fix?: string
}

export interface InterfacesOptions {
  /** Where programs lie, in the form of the PATH variable. */
  readonly searchPath: string
  readonly nowMs: () => number
}

/** What Linux captures on all interfaces at once under; a packet that crosses two is seen twice. */
const everyInterface = { name: 'any', addresses: [], is_up: true, is_loopback: false }

type Link = Omit<CaptureInterface, 'may_capture' | 'reason' | 'fix'>

/** The interfaces of this machine, and whether they can be captured on. */
export class Interfaces {
  readonly #options: InterfacesOptions
  #probe: { readonly atMs: number; readonly result: Promise<AppError | undefined> } | undefined

  constructor(options: InterfacesOptions) {
    this.#options = options
  }

  async list(): Promise<CaptureInterface[]> {
    const links = await this.#links()
    const sample = links.find(({ is_up }) => is_up)
    const problem = sample ? await this.#problem(sample.name) : undefined
    return links.map((link) => withProblem(link, problem ?? downProblem(link)))
  }

  /** Only what is in the list is an interface. @throws AppError `E_UNKNOWN_INTERFACE` */
  async require(name: string): Promise<void> {
    const links = await this.#links()
    if (!links.some((link) => link.name === name)) throw unknownInterface(name)
  }

  /** @throws AppError `E_NO_TCPDUMP` */
  tcpdump(): string {
    return findTcpdump(this.#options.searchPath)
  }

  async #links(): Promise<Link[]> {
    const names = process.platform === 'linux' ? await linuxNames() : await this.#namesFromTcpdump()
    const known = networkInterfaces()
    const all = [...new Set([...Object.keys(known), ...names])].sort().slice(0, interfaceCountMax)
    const links = await Promise.all(
      all.map(async (name) => {
        const addresses = known[name] ?? []
        return {
          name,
          addresses: addresses.map(({ address }) => address),
          is_up: addresses.length > 0 || (await isUp(name)),
          is_loopback: addresses.some(({ internal }) => internal) || name === 'lo',
        }
      }),
    )
    return process.platform === 'linux' ? [...links, everyInterface] : links
  }

  /** Whether this user may capture: tcpdump opens one interface and says so. */
  #problem(name: string): Promise<AppError | undefined> {
    const atMs = this.#options.nowMs()
    if (!this.#probe || atMs - this.#probe.atMs > probeMsMax) {
      this.#probe = { atMs, result: this.#tryInterface(name) }
    }
    return this.#probe.result
  }

  async #tryInterface(name: string): Promise<AppError | undefined> {
    try {
      const program = this.tcpdump()
      const answer = await askTcpdump(program, ['-i', name, '-L'])
      return answer.isGood ? undefined : captureError(answer.errors, program, name)
    } catch (error) {
      if (error instanceof AppError) return error
      throw error
    }
  }

  async #namesFromTcpdump(): Promise<string[]> {
    try {
      const { output } = await askTcpdump(this.tcpdump(), ['-D'])
      // 1.en0 [Up, Running, Connected]
      return [...output.matchAll(/^\d+\.(\S+)/gm)].map(([, name]) => name ?? '')
    } catch {
      return []
    }
  }
}

function withProblem(link: Link, problem: AppError | undefined): CaptureInterface {
  if (!problem) return { ...link, may_capture: true }
  return { ...link, may_capture: false, reason: problem.message, fix: problem.fix }
}

function downProblem({ is_up, name }: Link): AppError | undefined {
  return is_up ? undefined : captureError('not up', '', name)
}

const linuxFolder = '/sys/class/net'
/** IFF_UP of linux/if.h. */
const upFlag = 0x1

async function linuxNames(): Promise<string[]> {
  return readdir(linuxFolder).catch(() => [])
}

async function isUp(name: string): Promise<boolean> {
  const flags = await readFile(join(linuxFolder, name, 'flags'), 'utf8').catch(() => '0')
  return (Number(flags.trim()) & upFlag) !== 0
}
