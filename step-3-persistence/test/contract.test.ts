import { listen } from 'step-2-capture'
import { step2Contract } from 'step-2-capture/contract'
import { describe } from 'vitest'
import { openApp } from './open-app.ts'
import { step3Contract } from './step-3-contract.ts'

describe('the app', () => {
  step2Contract(() => openApp())
  step3Contract(openApp)
})

describe('the app behind a socket', () =>
  step3Contract(async (dataFolder) => {
    const { app, close } = await openApp(dataFolder)
    const listening = await listen(app, { host: '127.0.0.1', port: 0 })
    return {
      request: (path, init) => fetch(listening.url + path, init),
      close: async () => {
        await listening.close()
        await close()
      },
    }
  }))
