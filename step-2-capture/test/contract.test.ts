import { listen } from 'step-1-skeleton'
import { describe } from 'vitest'
import { type OpenedServer, step2Contract } from './contract.ts'
import { openCaptureApp } from './open-capture-app.ts'

describe('the app behind a socket', () => step2Contract(openListening))

async function openListening(): Promise<OpenedServer> {
  const { app, close } = await openCaptureApp()
  const listening = await listen(app, { host: '127.0.0.1', port: 0 })
  return {
    request: (path, init) => fetch(listening.url + path, init),
    close: async () => {
      await listening.close()
      await close()
    },
  }
}
