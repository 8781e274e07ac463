import type { PacketSource } from '../capture/packet-source.ts'

/** Files that are done sooner than a bar can be read need none. */
const byteCountMin = 32 * 1024 * 1024

export interface Progress {
  readonly add: (byteCount: number) => void
  readonly end: () => void
}

/** A bar with rate and time left for a long file, on standard error and only where that is a terminal. */
export async function showProgress(source: PacketSource): Promise<Progress> {
  if (!process.stderr.isTTY) return { add: () => {}, end: () => {} }
  const { SingleBar } = await import('cli-progress')
  let bar: InstanceType<typeof SingleBar> | undefined
  let done = 0
  return {
    add: (byteCount) => {
      done += byteCount
      const { byteCount: total = 0 } = source
      if (!bar && total >= byteCountMin) {
        bar = new SingleBar({ format, stream: process.stderr, clearOnComplete: true })
        bar.start(total, 0, { name: source.name, rate: '' })
      }
      bar?.update(done)
    },
    end: () => bar?.stop(),
  }
}

const format = '{name} {bar} {percentage} %, {eta_formatted} left'
