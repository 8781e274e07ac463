import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type ServerProcess, startProcess } from '../../scripts/test/started-server.ts'
import { smallModel } from './small-model.ts'

let folder: string
let server: ServerProcess
let url: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'models-last-'))
  await start()
})
afterEach(async () => {
  await server.end()
  await rm(folder, { recursive: true })
})

async function start(): Promise<void> {
  server = startProcess(['step-2-capture/src/server.ts'], { DATA_DIR: folder })
  url = await server.url()
}

async function send(path: string, body: object) {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return response.status
}

it('the active version judges after a kill in the middle of a training', {
  timeout: 90_000,
}, async () => {
  const id = smallModel(1).version
  expect(await send('/api/models', smallModel(1).toBundle())).toBe(200)
  expect(await send(`/api/models/${id}/activate`, {})).toBe(200)
  const training = { synthetic: true, algorithm: 'mahalanobis', activate: true, wait: false }
  expect(await send('/api/train', training)).toBe(202)
  await server.end('SIGKILL')
  await start()
  const list = await (await fetch(`${url}/api/models`)).json()
  expect(list).toMatchObject({ active: id, count: 2, damaged: [] })
  expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: 'ok' })
  const kept = [`${id}.json`, `${id}.model.json`, 'active.json']
  expect((await readdir(join(folder, 'models'))).sort()).toEqual(kept)
})
