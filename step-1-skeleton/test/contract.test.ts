import { describe } from 'vitest'
import { listen } from '../src/listen.ts'
import { type OpenedServer, step1Contract } from './contract.ts'
import { openApp } from './open-app.ts'

describe('the app', () => step1Contract(() => openApp()))

describe('the app behind a socket', () => step1Contract(openListening))

async function openListening(): Promise<OpenedServer> {
  const { app, close } = await openApp()
  const listening = await listen(app, { host: '127.0.0.1', port: 0 })
  return {
    request: (path, init) => fetch(listening.url + path, init),
    close: async () => {
      await listening.close()
      await close()
    },
  }
}
