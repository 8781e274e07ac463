import { describe, expect, it } from 'vitest'
import { describeFailure } from './errors.ts'
import { listen, readServerConfig } from './listen.ts'
import { createRouter } from './router.ts'

const anyPort = { host: '127.0.0.1', port: 0 }

describe('server configuration', () => {
  it('is this machine, port 8000 and the data folder of the workspace by default', async () => {
    const { host, port, dataFolder } = await readServerConfig({})
    expect({ host, port }).toEqual({ host: '127.0.0.1', port: 8000 })
    expect(dataFolder).toMatch(/[/\\]data$/)
  })

  it('comes from the environment', async () => {
    const env = {
      PORT: '65535',
      HOST: '::1',
      DATA_DIR: '/x y',
      NET_ANOMALY_TOKEN: '0123456789abcdef',
      NET_ANOMALY_HOSTS: 'sensor.example:9000, tunnel.example',
      NET_ANOMALY_PROXIES: '10.0.0.2',
      NET_ANOMALY_ALLOWED_ORIGINS: 'https://pages.example, http://localhost:9000',
      NET_ANOMALY_ALGORITHM: 'own-forest',
    }
    expect(await readServerConfig(env)).toEqual({
      port: 65_535,
      host: '::1',
      dataFolder: '/x y',
      token: '0123456789abcdef',
      extraHosts: ['sensor.example:9000', 'tunnel.example'],
      proxies: ['10.0.0.2'],
      allowedOrigins: ['https://pages.example', 'http://localhost:9000'],
      algorithm: 'own-forest',
      configFile: undefined,
    })
  })

  it('asks for no token where none or an empty one is set, and has no further hosts', async () => {
    for (const env of [{}, { NET_ANOMALY_TOKEN: '', NET_ANOMALY_HOSTS: '' }]) {
      expect(await readServerConfig(env)).toMatchObject({ token: undefined, extraHosts: [] })
    }
  })

  it('refuses an algorithm that there is none of, and names those that there are', async () => {
    await expect(readServerConfig({ NET_ANOMALY_ALGORITHM: 'oracle' })).rejects.toThrow(
      'NET_ANOMALY_ALGORITHM is none of isolation-forest, own-forest',
    )
  })

  it.each([
    ['70000', 'PORT "70000" is above 65535; set PORT to 0-65535'],
    ['65536', 'PORT "65536" is above 65535; set PORT to 0-65535'],
    ['-1', 'PORT "-1" is not a port number; set PORT to 0-65535'],
    ['http', 'PORT "http" is not a port number; set PORT to 0-65535'],
    ['80.5', 'PORT "80.5" is not a port number; set PORT to 0-65535'],
    ['', 'PORT "" is not a port number; set PORT to 0-65535'],
  ])('refuses PORT=%s with the limit and the fix', async (PORT, message) => {
    await expect(readServerConfig({ PORT })).rejects.toThrow(
      expect.objectContaining({ code: 'E_BAD_CONFIG', message }),
    )
  })

  it.each(['HOST', 'DATA_DIR'])('refuses an empty %s', async (name) => {
    await expect(readServerConfig({ [name]: '' })).rejects.toThrow(`${name} is empty`)
  })
})

describe('listen', () => {
  it('answers at its url until it is closed', async () => {
    const app = createRouter()
    app.get('/', (c) => c.text('hello'))
    const { url, close } = await listen(app, anyPort)
    expect(await (await fetch(url)).text()).toBe('hello')
    await close()
    await expect(fetch(url)).rejects.toThrow()
  })

  it('closes at once although a client still waits for an answer', async () => {
    const app = createRouter()
    const asked = new Promise<void>((resolve) => {
      app.get('/', () => {
        resolve()
        return new Promise<Response>(() => {})
      })
    })
    const { url, close } = await listen(app, anyPort)
    const answer = fetch(url).catch(() => 'dropped')
    await asked
    await close()
    expect(await answer).toBe('dropped')
  })

  it('lets a request last, and its headers a minute', async () => {
    const { server, close } = await listen(createRouter(), anyPort)
    expect([server.requestTimeout, server.headersTimeout]).toEqual([0, 60_000])
    await close()
  })

  it('names this machine where it listens on all addresses', async () => {
    const { url, close } = await listen(createRouter(), { host: '0.0.0.0', port: 0 })
    expect(url).toMatch(/^http:\/\/localhost:\d+$/)
    await close()
  })

  it('names an IPv6 address in brackets', async () => {
    const { url, close } = await listen(createRouter(), { host: '::1', port: 0 })
    expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/)
    await close()
  })

  it('says which other port to take when one is in use', async () => {
    const first = await listen(createRouter(), anyPort)
    const port = Number(new URL(first.url).port)
    const failure = await listen(createRouter(), { ...anyPort, port }).catch((error) => error)
    expect(failure.code).toBe('E_PORT_IN_USE')
    expect(describeFailure(failure)).toBe(
      `E_PORT_IN_USE: port ${port} is taken by another program\n` +
        `Stop that program, or choose another port: PORT=${port + 1} npm start`,
    )
    await first.close()
  })

  it('says so when the address is not one of this machine', async () => {
    const failure = listen(createRouter(), { host: '192.0.2.1', port: 0 })
    await expect(failure).rejects.toMatchObject({ code: 'E_NO_LISTEN' })
  })
})
