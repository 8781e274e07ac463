import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { simulatedCapture } from '../../test/simulated-capture.ts'

const program = fileURLToPath(new URL('./net-anomaly.ts', import.meta.url))
const loopback = process.platform === 'linux' ? 'lo' : 'lo0'

/** A script in the place of tcpdump plays a capture, then has the command end, as Ctrl-C would. */
describe('net-anomaly capture', { timeout: 60_000 }, () => {
  let folder: string
  let bytes: Uint8Array
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'capture-'))
    bytes = await simulatedCapture({ scenario: 'vertical_port_scan', seed: 2 })
    await writeFile(join(folder, 'scan.pcap'), bytes)
    const play = `cat '${join(folder, 'scan.pcap')}'; kill -TERM $PPID`
    const wait = 'while kill -0 $PPID 2> /dev/null; do sleep 0.05; done'
    // As tcpdump does, it lives on when it is asked for its counts.
    const script = `#!/bin/sh\ntrap '' USR1\n${play}\n${wait}\n`
    await writeFile(join(folder, 'tcpdump'), script, { mode: 0o755 })
  })
  afterAll(() => rm(folder, { recursive: true }))

  function capture(...args: readonly string[]) {
    const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` }
    const options = { cwd: folder, encoding: 'utf8', env } as const
    const all = [program, 'capture', '--interface', loopback, ...args]
    return spawnSync(process.execPath, all, options)
  }

  it('writes what it captures beside judging it', async () => {
    const { status, stdout, stderr } = capture('--write', 'copy.pcap', '--format', 'json')
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(status, stderr).toBe(0)
    expect(lines[0]).toMatchObject({ kind: 'vertical_port_scan', revision: 1 })
    expect(lines.at(-1)).toMatchObject({ interface: loopback, packets: expect.any(Number) })
    expect(await readFile(join(folder, 'copy.pcap'))).toEqual(Buffer.from(bytes))
  })

  it.skipIf(process.platform !== 'linux')(
    'judges on when the file cannot be written any more, and says so at once and at the end',
    () => {
      const { status, stdout, stderr } = capture('--write', '/dev/full')
      expect(status).toBe(1)
      expect(stdout).toMatch(/ high .* ports? on /)
      expect(stderr).toContain('E_NOT_SAVED: /dev/full could not be saved')
      expect(stderr).toContain('the capture goes on without the file')
    },
  )

  it('does not start where the file cannot be made', () => {
    const { status, stdout, stderr } = capture('--write', 'nowhere/copy.pcap')
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toContain('E_NOT_SAVED')
  })
})
