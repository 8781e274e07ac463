import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ServerProcess, startProcess } from './test/started-server.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (name: string) => readFileSync(join(root, 'deploy', name), 'utf8')
const entry = 'step-4-dashboard/src/server.ts'

describe('the container file', () => {
  const lines = read('Dockerfile').split('\n')

  it('copies what is there', () => {
    const copied = lines
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
      .flatMap((line) => line.split(' ').slice(1, -1))
    expect(copied.length).toBeGreaterThan(5)
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })

  it('copies the settings of TypeScript, without which the pages are not built', () => {
    const { extends: base } = JSON.parse(
      readFileSync(join(root, 'step-4-dashboard/web/tsconfig.json'), 'utf8'),
    )
    expect(lines.find((line) => line.startsWith('COPY package.json'))).toContain(
      ` ${basename(base)} `,
    )
  })

  it('runs the product as an ordinary user', () => {
    expect(lines).toContain('USER node')
    expect(lines.at(-2)).toBe(`ENTRYPOINT ["node", "${entry}"]`)
  })
})

describe('the compose file', () => {
  // The parser is a dependency of step 1, which reads configuration with it.
  const { parse } = createRequire(join(root, 'step-1-skeleton/package.json'))('yaml')
  const service = parse(read('compose.yaml')).services['net-anomaly']

  it('keeps data and logs outside, and gives the container one capability', () => {
    expect(service).toMatchObject({
      volumes: ['../data:/data', '../logs:/logs'],
      cap_drop: ['ALL'],
      cap_add: ['NET_RAW'],
      restart: 'unless-stopped',
    })
    expect(read('Dockerfile')).toContain('DATA_DIR=/data LOG_DIR=/logs')
  })

  it('checks the health as the image does', () => {
    expect(read('Dockerfile')).toContain(
      `CMD ${JSON.stringify(service.healthcheck.test.slice(1)).replaceAll(',', ', ')}`,
    )
  })
})

describe('the unit of systemd', () => {
  const unit = read('net-anomaly.service')

  it('starts the product again whenever it ends, with folders that it may write', () => {
    expect(unit).toContain(`bin/node ${entry}\n`)
    expect(existsSync(join(root, entry))).toBe(true)
    for (const line of ['Restart=always', 'StateDirectory=net-anomaly', 'User=net-anomaly']) {
      expect(unit.split('\n')).toContain(line)
    }
  })

  it.runIf(existsSync('/usr/bin/systemd-analyze'))('is what systemd understands', () => {
    const path = join(root, 'deploy/net-anomaly.service')
    const { stderr } = spawnSync('systemd-analyze', ['verify', path], { encoding: 'utf8' })
    // Neither the folder of the installation nor systemd itself is there where tests run.
    const faults = stderr.split('\n').filter((line) => line.includes('net-anomaly.service:'))
    expect(faults.filter((line) => !line.includes('is not executable'))).toEqual([])
  })
})

describe('the health check', { timeout: 60_000 }, () => {
  let folder: string
  let server: ServerProcess | undefined
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deploy-'))
  })
  afterEach(async () => {
    await server?.end()
    rmSync(folder, { recursive: true })
  })

  const check = (port: string, token = '') =>
    spawnSync(process.execPath, [join(root, 'deploy/health.mjs')], {
      env: { ...process.env, PORT: port, NET_ANOMALY_TOKEN: token },
      encoding: 'utf8',
    })

  it('passes while the server answers, with its token, and fails without', async () => {
    const token = '0123456789abcdef'
    server = startProcess([entry], { DATA_DIR: folder, NET_ANOMALY_TOKEN: token })
    const { port } = new URL(await server.url())
    expect(check(port, token).status).toBe(0)
    expect(check(port)).toMatchObject({ status: 1, stderr: expect.stringContaining('E_NO_TOKEN') })
    await server.end()
    expect(check(port, token)).toMatchObject({ status: 1 })
  })
})
