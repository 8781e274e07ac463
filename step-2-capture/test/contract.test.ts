import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from 'step-1-skeleton'
import { describe } from 'vitest'
import { createApp } from '../src/app.ts'
import { openCapture } from '../src/serve/open-capture.ts'
import { type OpenedServer, step2Contract } from './contract.ts'
import { testConfig } from './open-capture-app.ts'

describe('the server, behind its guard', () => step2Contract(openServer))

async function openServer(): Promise<OpenedServer> {
  const folder = await mkdtemp(join(tmpdir(), 'step-2-'))
  const { url, close } = await startServer(await testConfig(folder), async (config, closing) => {
    closing.defer(() => rm(folder, { recursive: true }))
    return { app: createApp(await openCapture(config, closing)) }
  })
  return { request: (path, init) => fetch(url + path, init), close }
}
