import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ServerProcess, startProcess } from '../../../scripts/test/started-server.ts'

describe('net-anomaly serve', { timeout: 60_000 }, () => {
  let folder: string
  let server: ServerProcess
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'serve-'))
  })
  afterEach(async () => {
    await server.end()
    await rm(folder, { recursive: true })
  })

  function serve(...options: string[]): ServerProcess {
    const args = ['step-2-capture/src/cli/net-anomaly.ts', 'serve', ...options]
    server = startProcess(args, { DATA_DIR: folder })
    return server
  }

  it('starts the source that its options name', async () => {
    const url = await serve('--scenario', 'office', '--speed', '1').url()
    expect(await (await fetch(`${url}/api/status`)).json()).toMatchObject({
      state: 'running',
      source: { kind: 'simulate', name: 'office' },
    })
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ mode: 'simulate' })
  })

  it('ends with the reason when its source cannot be started', async () => {
    const { ended, output } = serve('--pcap', join(folder, 'missing.pcap'))
    expect(await ended).toBe(1)
    expect(output.stderr).toMatch(/E_\w+: .*missing\.pcap/)
    expect(output.stdout).toBe('')
  })

  it.each([
    [['--host', '0.0.0.0'], 'E_OPEN_CONTROL', 1],
    [['--port', '70000'], 'E_BAD_CONFIG', 1],
    [['--mode', 'pcap'], 'E_BAD_USAGE', 2],
  ])('does not start with %j', async (options, code, exitCode) => {
    const { ended, output } = serve(...options)
    expect(await ended).toBe(exitCode)
    expect(output.stderr).toContain(code)
  })
})
