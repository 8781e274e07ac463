import type { PacketSource } from '../capture/packet-source.ts'

/** Files that are done sooner than a bar can be read need none. */
export const barByteCountMin = 32 * 1024 * 1024

export interface Progress {
  readonly add: (byteCount: number) => void
  readonly end: () => void
}

export interface ProgressOptions {
  /** Where the bar is drawn, if that is a terminal; standard error by default. */
  readonly stream?: NodeJS.WriteStream
  readonly nowMs?: () => number
}

/** A bar with rate and time left for a long file, on standard error and only where that is a terminal. */
export async function showProgress(
  source: Pick<PacketSource, 'name' | 'byteCount'>,
  { stream = process.stderr, nowMs = () => performance.now() }: ProgressOptions = {},
): Promise<Progress> {
  if (!stream.isTTY) return { add: () => {}, end: () => {} }
  const { SingleBar } = await import('cli-progress')
  const startMs = nowMs()
  let bar: InstanceType<typeof SingleBar> | undefined
  let done = 0
  return {
    add: (byteCount) => {
      done += byteCount
      const { byteCount: total = 0, name } = source
      if (!bar && total >= barByteCountMin) {
        bar = new SingleBar({ format, stream, clearOnComplete: true, hideCursor: true })
        bar.start(total, 0, { name: printable(name), rate: '', left: '' })
      }
      const seconds = (nowMs() - startMs) / 1000
      bar?.update(done, paceOf({ done, total, seconds }))
    },
    end: () => bar?.stop(),
  }
}

/** The same source, with a bar while it is read. */
export function withProgress(source: PacketSource): PacketSource {
  return {
    kind: source.kind,
    name: source.name,
    get byteCount() {
      return source.byteCount
    },
    async *open(signal) {
      const progress = await showProgress(source)
      try {
        for await (const chunk of source.open(signal)) {
          progress.add(chunk.length)
          yield chunk
        }
      } finally {
        progress.end()
      }
    },
  }
}

const format = '{name} {bar} {percentage} %, {rate} MB/s, {left} left'

/** What is left takes as long a byte as what is done did. */
export function paceOf({ done, total, seconds }: { done: number; total: number; seconds: number }) {
  const rate = seconds > 0 ? done / seconds : 0
  const left = rate > 0 ? Math.max(0, Math.ceil((total - done) / rate)) : 0
  const minutes = Math.floor(left / 60)
  return {
    rate: (rate / 1e6).toFixed(0),
    left: minutes > 0 ? `${minutes} min ${left % 60} s` : `${left} s`,
  }
}

/** A file may be named with what a terminal would obey. */
function printable(name: string): string {
  return name.replace(/[^\x20-\x7e\u00a1-\u1fff]/g, '?')
}
