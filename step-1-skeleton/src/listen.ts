import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { AppError } from './errors.ts'

const environment = z.object({
  PORT: z.coerce
    .number({ error: 'PORT is not a number; set PORT to 0-65535' })
    .int()
    .min(0)
    .max(65535, { error: 'PORT is above 65535; set PORT to 0-65535' })
    .default(8000),
  HOST: z.string().default('127.0.0.1'),
  DATA_DIR: z.string().default(new URL('../../data', import.meta.url).pathname),
})

export interface ServerConfig {
  readonly port: number
  readonly host: string
  readonly dataFolder: string
}

/** Reads PORT, HOST and DATA_DIR. @throws AppError `E_BAD_CONFIG` */
export function readServerConfig(env: Record<string, string | undefined>): ServerConfig {
  const parsed = environment.safeParse(env)
  if (parsed.success) {
    const { PORT, HOST, DATA_DIR } = parsed.data
    return { port: PORT, host: HOST, dataFolder: DATA_DIR }
  }
  throw new AppError('E_BAD_CONFIG', parsed.error.issues.map((i) => i.message).join('; '), {
    status: 500,
    fix: 'Start it like this: PORT=8000 HOST=127.0.0.1 npm start',
  })
}

export interface Listening {
  readonly server: Server
  readonly url: string
}

/** Serves `app` and resolves once it answers. @throws AppError `E_PORT_IN_USE`, `E_NO_LISTEN` */
export function listen(app: OpenAPIHono, { host, port }: ServerConfig): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, (address: AddressInfo) => {
      const name = address.family === 'IPv6' ? `[${address.address}]` : address.address
      resolve({ server, url: `http://${name}:${address.port}` })
    }) as Server
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, port)))
  })
}

function listenError(error: NodeJS.ErrnoException, port: number): AppError {
  if (error.code === 'EADDRINUSE') {
    return new AppError('E_PORT_IN_USE', `port ${port} is taken by another program`, {
      status: 503,
      fix: `Stop that program, or choose another port: PORT=${port + 1} npm start`,
    })
  }
  return new AppError('E_NO_LISTEN', `can not listen on port ${port}: ${error.message}`, {
    status: 503,
    fix: 'Choose another HOST or PORT.',
  })
}

/** Prints a failure to start as what, why and the fix, without a stack trace. */
export function describeFailure(error: AppError): string {
  return `${error.code}: ${error.message}\n${error.fix}`
}
