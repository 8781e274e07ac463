import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { CaptureReader } from '../pcap/capture-reader.ts'
import { Packet } from '../pcap/packet.ts'
import { analyzeCapture } from '../run/analyze-capture.ts'
import { checkFilter } from './capture-filter.ts'
import { Interfaces } from './interfaces.ts'
import { LiveCapture } from './live.ts'

const loopback = process.platform === 'linux' ? 'lo' : 'lo0'
const spec = { name: 'lo', filter: '', snapLength: 96, delivery: 'at-once' } as const
const interfaces = new Interfaces({ searchPath: process.env.PATH ?? '', nowMs: () => 0 })

describe('LiveCapture with a program in the place of tcpdump', () => {
  const never = (_source: LiveCapture): boolean => false
  /** Runs it with a shell script that behaves as a broken tcpdump might. */
  async function capture(script: string, { seconds = 10, filter = '', until = never } = {}) {
    const folder = await mkdtemp(join(tmpdir(), 'live-'))
    const program = join(folder, 'tcpdump')
    await writeFile(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
    const pids: number[] = []
    const onChild = (pid: number) => pids.push(pid)
    const source = new LiveCapture({ ...spec, filter, program, onChild })
    const stop = new AbortController()
    const timer = setInterval(() => until(source) && stop.abort(), 20)
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(seconds * 1000)])
    const report = await analyzeCapture(source, { detectors: [], signal })
    clearInterval(timer)
    const left = (await readdir(folder)).filter((name) => name !== 'tcpdump')
    const texts = await Promise.all(left.map((name) => readFile(join(folder, name), 'utf8')))
    await rm(folder, { recursive: true })
    return { report, pids, wrote: texts.join(''), drops: source.drops() }
  }
  /** As long as the test runs, and so for ever. */
  const waits = 'while kill -0 $PPID 2> /dev/null; do sleep 0.05; done'
  const pcapHead = String.raw`printf '\324\303\262\241\002\000\004\000\000\000\000\000\000\000\000\000\000\000\004\000\001\000\000\000'`

  it('gives up a program that never says what it captures', async () => {
    const { report, pids } = await capture(waits)
    expect(report.error).toMatchObject({ code: 'E_CAPTURE_HUNG' })
    expect(pids.map(isAlive)).toEqual([false])
  })

  it.runIf(process.platform === 'linux')('gives up a program that stands still', async () => {
    const answer = `trap 'echo "0 packets dropped by kernel" >&2; trap "" USR1' USR1`
    const { report } = await capture(`${answer}\n${pcapHead}\n${waits}`)
    expect(report.error).toMatchObject({
      code: 'E_CAPTURE_HUNG',
      message: 'the capture on lo hangs: tcpdump does not answer',
    })
  })

  it.runIf(process.platform === 'linux')('gives up a program that is stopped at once', async () => {
    const { report } = await capture(`${pcapHead}\nkill -STOP $$\nsleep 30`)
    expect(report.error).toMatchObject({
      code: 'E_CAPTURE_HUNG',
      message: 'the capture on lo hangs: tcpdump was stopped',
    })
  })

  it('does not take the counts at the end for the reason', async () => {
    const counts = `echo 'tcpdump: pcap_loop: The interface disappeared
3 packets captured
0 packets dropped by kernel' >&2`
    const { report } = await capture(`${pcapHead}\n${counts}\nexit 1`)
    expect(report.error).toMatchObject({ code: 'E_UNKNOWN_INTERFACE' })
  })

  it('ends a program that ignores the polite request, and leaves none behind', async () => {
    // It ends by itself after ten seconds, and then says so.
    const loop = 'for i in $(seq 200); do sleep 0.05; done; echo "by itself" > "$0.end"'
    const script = `trap '' TERM USR1\n${pcapHead}\n${loop}`
    const { report, pids, wrote } = await capture(script, { seconds: 0.3 })
    expect(report.error).toBeUndefined()
    expect(wrote).toBe('')
    expect(pids).toHaveLength(1)
    expect(() => process.kill(pids[0] as number, 0)).toThrow('ESRCH')
  })

  it.each(['', '-z /x/e', '-w/x/y', 'tcp; id'])(
    'gives it the filter %j as one word that is no option',
    async (filter) => {
      const script = `for word; do echo "$word" >> "$0.words"; done\n${pcapHead}`
      const { wrote } = await capture(script, { filter })
      expect(wrote.split('\n').slice(-3)).toEqual(['--', filter, ''])
    },
  )

  it('says that the program was killed, and by what', async () => {
    const { report } = await capture(`${pcapHead}\nkill -9 $$`)
    expect(report.error).toMatchObject({
      code: 'E_CAPTURE_KILLED',
      message: expect.stringContaining('SIGKILL'),
    })
  })

  it('repeats what the program complained about before it ended', async () => {
    const { report } = await capture('echo "tcpdump: eth0: That device is not up" >&2; exit 1')
    expect(report.error).toMatchObject({ code: 'E_INTERFACE_DOWN', status: 409 })
  })

  it('reads the drops that the program tells while it runs', async () => {
    const counts = '7 packets captured, 9 packets received by filter, 2 packets dropped by kernel'
    const script = `trap 'echo "tcpdump: ${counts}" >&2' USR1\n${pcapHead}\n${waits}`
    const until = (source: LiveCapture) => source.drops().kernel > 0
    const { drops } = await capture(script, { until })
    expect(drops).toEqual({ kernel: 2, interface: 0 })
  })

  it('says so when the program is gone', async () => {
    const program = '/nowhere/tcpdump'
    const source = new LiveCapture({ ...spec, program })
    const { error } = await analyzeCapture(source, { detectors: [] })
    expect(error).toMatchObject({ code: 'E_NO_TCPDUMP', status: 503 })
  })
})

describe('LiveCapture on the loopback interface', () => {
  let missing: string | undefined
  beforeAll(async () => {
    const found = (await interfaces.list()).find(({ name }) => name === loopback)
    if (!found?.may_capture) missing = found?.reason ?? 'there is no loopback interface'
  })

  it('sees each datagram at once, counts as tcpdump does, and loses none at the end', async ({
    skip,
  }) => {
    skip(missing !== undefined, missing)
    const socket = createSocket('udp4').bind(0, '127.0.0.1')
    await once(socket, 'listening')
    const { port } = socket.address()
    const program = interfaces.tcpdump()
    const filter = `udp port ${port}`
    await checkFilter({ filter, interfaceName: loopback, program })
    const live = { ...spec, name: loopback, filter, snapLength: 2_048, program }
    const source = new LiveCapture(live)
    const controller = new AbortController()
    const reader = new CaptureReader()
    const packet = new Packet()
    const count = 500
    let packetCount = 0
    let firstDelayMs = Number.POSITIVE_INFINITY
    let sentAtMs = 0
    for await (const chunk of source.open(controller.signal)) {
      reader.push(chunk)
      while (reader.next(packet)) packetCount++
      if (packetCount === 0) {
        sentAtMs = performance.now()
        socket.send('first', port, '127.0.0.1')
      } else if (firstDelayMs === Number.POSITIVE_INFINITY) {
        firstDelayMs = performance.now() - sentAtMs
        for (let index = 1; index < count; index++) socket.send('more', port, '127.0.0.1')
      } else if (packetCount === count) controller.abort()
    }
    socket.close()
    expect(firstDelayMs).toBeLessThan(300)
    expect(packetCount).toBe(count)
    expect(source.drops()).toEqual({ kernel: 0, interface: 0 })
  })

  it.for(['-z /x/e', 'tcp -w /x/y', 'tcp; id', 'no such words'])(
    'refuses the filter %j before anything is captured',
    async (filter, { skip }) => {
      skip(missing !== undefined, missing)
      const check = { filter, interfaceName: loopback, program: interfaces.tcpdump() }
      await expect(checkFilter(check)).rejects.toMatchObject({ code: 'E_BAD_FILTER', status: 400 })
    },
  )
})

describe('Interfaces', () => {
  it('lists the loopback interface with its addresses', async () => {
    const found = (await interfaces.list()).find(({ name }) => name === loopback)
    expect(found).toMatchObject({ is_up: true, is_loopback: true })
    expect(found?.addresses).toContain('127.0.0.1')
    await expect(interfaces.require(loopback)).resolves.toBeUndefined()
  })

  it('says how to capture where the program is missing', async () => {
    const without = new Interfaces({ searchPath: '', nowMs: () => 0 })
    for (const found of await without.list()) {
      expect(found.may_capture).toBe(false)
      expect(found.fix).toContain('install tcpdump')
    }
  })

  it.each(['', 'l', 'lo;id', '-w/x/y', 'lo\n', '__proto__'])(
    'knows no interface %j',
    async (name) => {
      await expect(interfaces.require(name)).rejects.toMatchObject({ code: 'E_UNKNOWN_INTERFACE' })
    },
  )
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
