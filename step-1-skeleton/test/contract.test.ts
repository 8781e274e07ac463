import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe } from 'vitest'
import { createApp } from '../src/app.ts'
import { readServerConfig } from '../src/listen.ts'
import { openSkeleton } from '../src/open-skeleton.ts'
import { startServer } from '../src/serve.ts'
import { type OpenedServer, step1Contract } from './contract.ts'
import { openApp } from './open-app.ts'

describe('the app', () => step1Contract(() => openApp()))

describe('the app on its own forest', () => step1Contract(() => openApp(undefined, 'own-forest')))

describe('the server, behind its guard', () => step1Contract(openServer))

async function openServer(): Promise<OpenedServer> {
  const folder = await mkdtemp(join(tmpdir(), 'step-1-'))
  const config = await readServerConfig({ DATA_DIR: folder, PORT: '0' })
  const { url, close } = await startServer(config, async (config, closing) => {
    closing.defer(() => rm(folder, { recursive: true }))
    return { app: createApp(await openSkeleton(config, closing)) }
  })
  return { request: (path, init) => fetch(url + path, init), close }
}
