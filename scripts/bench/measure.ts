import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'

export interface Measurement {
  readonly cpuSeconds: number
  readonly wallSeconds: number
  readonly peakMegabytes: number
  readonly exitCode: number
}

/** The time between two looks at a process's peak memory; short runs need a short one. */
const pollMs = 10

/**
 * Runs a command to its end, its output thrown away, and reports what the kernel says it used:
 * user and system time of the process and all its children, and the peak of resident memory.
 */
export async function measure(command: readonly string[]): Promise<Measurement> {
  const startedAt = performance.now()
  // bash's `times` reports the CPU time of its children, to a millisecond, after they have ended.
  const script = '"$@" >/dev/null 2>/dev/null & wait $!; code=$?; times; exit $code'
  const shell = spawn('bash', ['-c', script, 'bash', ...command], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let output = ''
  shell.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  let peakKilobytes = 0
  const poll = setInterval(async () => {
    peakKilobytes = Math.max(peakKilobytes, await familyPeak(shell.pid as number))
  }, pollMs)
  const exitCode = await new Promise<number>((resolve) =>
    shell.once('close', (code) => resolve(code ?? 1)),
  )
  clearInterval(poll)
  return {
    cpuSeconds: childrenSeconds(output),
    wallSeconds: (performance.now() - startedAt) / 1000,
    peakMegabytes: peakKilobytes / 1024,
    exitCode,
  }
}

/** The second line of `times` is what the children took: `0m1.234s 0m0.056s`. */
function childrenSeconds(times: string): number {
  const last = times.trim().split('\n').at(-1) ?? ''
  return [...last.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  )
}

/** Peak memory (VmHWM) of the largest process below `pid`, in kilobytes; Linux only. */
async function familyPeak(pid: number): Promise<number> {
  const read = (path: string) => readFile(path, 'utf8').catch(() => '')
  const children = (await read(`/proc/${pid}/task/${pid}/children`)).trim()
  if (children === '') return 0
  const peaks = await Promise.all(
    children.split(' ').map(async (child) => {
      const own = /VmHWM:\s+(\d+)/.exec(await read(`/proc/${child}/status`))
      return Math.max(Number(own?.[1] ?? 0), await familyPeak(Number(child)))
    }),
  )
  return Math.max(...peaks)
}
