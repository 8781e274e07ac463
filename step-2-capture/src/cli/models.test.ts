import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { listen } from 'step-1-skeleton'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type OpenedCaptureApp, openCaptureApp } from '../../test/open-capture-app.ts'
import { smallModel } from '../../test/small-model.ts'

const program = fileURLToPath(new URL('net-anomaly.ts', import.meta.url))
let app: OpenedCaptureApp
let server: Awaited<ReturnType<typeof listen>>
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'models-'))
  app = await openCaptureApp()
  server = await listen(app.app, { host: '127.0.0.1', port: 0 })
})
afterEach(async () => {
  await server.close()
  await app.close()
  await rm(folder, { recursive: true })
})

async function models(...args: string[]) {
  const env = { ...process.env, PORT: new URL(server.url).port }
  const child = spawn(process.execPath, [program, 'models', ...args], { env })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const [exitCode] = await once(child, 'close')
  return { exitCode, output: output.trimEnd() }
}

it('lists, brings, activates, gives and deletes versions of the server that runs', {
  timeout: 60_000,
}, async () => {
  const path = join(folder, 'mine.json')
  const bundle = smallModel(1).toBundle()
  await writeFile(path, JSON.stringify(bundle))
  const id = smallModel(1).version
  expect(await models('import', path)).toEqual({ exitCode: 0, output: `${id} is kept` })
  const listed = await models('list')
  expect(listed.output).toMatch(new RegExp(`^  ${id} .*120 windows of 1.pcap\n\\* default-`))
  expect((await models('activate', id)).output).toBe(`${id} judges from now on`)
  const refused = await models('delete', id)
  expect(refused).toMatchObject({
    exitCode: 1,
    output: expect.stringContaining('E_ACTIVE_VERSION'),
  })
  expect((await models('roll-back')).output).toMatch(/^default-.* judges again$/)
  const out = join(folder, 'given.json')
  expect((await models('export', id, '--out', out)).output).toBe(out)
  expect(JSON.parse(await readFile(out, 'utf8'))).toEqual(bundle)
  expect((await models('delete', id)).output).toBe(`${id} is deleted`)
})

it('is no command without the names that an action needs', async () => {
  for (const args of [['activate'], ['list', 'x'], ['replace']]) {
    expect(await models(...args)).toMatchObject({
      exitCode: 2,
      output: expect.stringContaining('E_BAD_USAGE'),
    })
  }
})
