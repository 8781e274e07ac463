import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AppError } from 'step-1-skeleton/errors'
import { captureError } from './tcpdump.ts'

const linuxFolder = '/sys/class/net'
/** IFF_UP of linux/if.h. */
const upFlag = 0x1

/**
 * Looks whether a network interface is still there and up. tcpdump itself says nothing when its
 * interface is switched off. Sees interfaces of Linux only, and of `any` nothing.
 */
export class LinkWatch {
  readonly #name: string
  readonly #folder: string
  #index: string | undefined
  #hasCarrier = true

  constructor(name: string, folder = linuxFolder) {
    this.#name = name
    this.#folder = join(folder, name)
  }

  /** What does not end the capture, as a sentence. */
  get problem(): string | undefined {
    return this.#hasCarrier ? undefined : `${this.#name} has no link: its cable or its peer is away`
  }

  /** Why nothing can come any more; undefined while all is well, and where nothing can be seen. */
  async look(): Promise<AppError | undefined> {
    const [index, flags, carrier] = await Promise.all(
      ['ifindex', 'flags', 'carrier'].map(this.#read),
    )
    const known = this.#index
    this.#index ??= index
    if (known === undefined) return undefined
    // One that was made anew under its old name has another index, and tcpdump listens to the old.
    if (index !== known) return captureError('no such device', '', this.#name)
    if ((Number(flags) & upFlag) === 0) return captureError('went down', '', this.#name)
    this.#hasCarrier = carrier !== '0'
    return undefined
  }

  #read = async (file: string): Promise<string | undefined> =>
    readFile(join(this.#folder, file), 'utf8').then(
      (text) => text.trim(),
      () => undefined,
    )
}
