import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { type AlgorithmName, algorithmNames } from './algorithms.ts'
import { readAllowedOrigins } from './allowed-origins.ts'
import { ConfigFile } from './config/config-file.ts'
import { dataFolderDefault } from './config/data-folder.ts'
import type { StartOptions } from './config/start-options.ts'
import { errorCodes } from './error-codes.ts'
import { AppError } from './errors.ts'
import { cutStalledBodies } from './stalled-bodies.ts'

const portMax = 65_535

const environment = z.object({
  PORT: z
    .string()
    .transform((text, issues) => {
      const port = /^\d+$/.test(text) ? Number(text) : Number.NaN
      if (port <= portMax) return port
      const what = port > portMax ? `above ${portMax}` : 'not a port number'
      issues.addIssue(`PORT ${JSON.stringify(text)} is ${what}; set PORT to 0-${portMax}`)
      return z.NEVER
    })
    .default(8000),
  HOST: z.string().min(1, 'HOST is empty; set it to 127.0.0.1').default('127.0.0.1'),
  DATA_DIR: z.string().min(1, 'DATA_DIR is empty; set it to a folder').default(dataFolderDefault),
  NET_ANOMALY_TOKEN: z.string().optional(),
  NET_ANOMALY_HOSTS: z.string().default(''),
  NET_ANOMALY_PROXIES: z.string().default(''),
  NET_ANOMALY_ALLOWED_ORIGINS: z.string().optional(),
  NET_ANOMALY_ALGORITHM: z
    .enum(algorithmNames, `NET_ANOMALY_ALGORITHM is none of ${algorithmNames.join(', ')}`)
    .default(algorithmNames[0]),
})

export interface ServerConfig {
  readonly port: number
  readonly host: string
  readonly dataFolder: string
  /** The token that every request must show; none when it is not set. */
  readonly token: string | undefined
  /** Further hosts, each as `name:port`, under which people reach the server. */
  readonly extraHosts: readonly string[]
  /** Addresses of proxies whose `X-Forwarded-…` headers are believed. */
  readonly proxies: readonly string[]
  /** Where pages may be served beside this server; they may call it. */
  readonly allowedOrigins: readonly string[]
  /** What learns and scores at `/train` and `/analyze`. */
  readonly algorithm: AlgorithmName
  /** `net-anomaly.yaml`, where there is one. Each step reads its own sections. */
  readonly configFile: ConfigFile | undefined
}

/**
 * Reads PORT and HOST, of which `--port` and `--host` stand before, DATA_DIR, NET_ANOMALY_TOKEN,
 * NET_ANOMALY_HOSTS, NET_ANOMALY_PROXIES and NET_ANOMALY_ALLOWED_ORIGINS (separated by commas),
 * NET_ANOMALY_ALGORITHM, and the configuration file. @throws AppError `E_BAD_CONFIG`
 */
export async function readServerConfig(
  env: Record<string, string | undefined>,
  options: StartOptions = {},
): Promise<ServerConfig> {
  const { host: HOST = env.HOST, port: PORT = env.PORT } = options
  const parsed = environment.safeParse({ ...env, HOST, PORT })
  if (parsed.success) {
    const { DATA_DIR, NET_ANOMALY_TOKEN, NET_ANOMALY_HOSTS, NET_ANOMALY_PROXIES } = parsed.data
    const configFile = await ConfigFile.find({ option: options.config, env, dataFolder: DATA_DIR })
    return {
      port: parsed.data.PORT,
      host: parsed.data.HOST,
      dataFolder: DATA_DIR,
      token: NET_ANOMALY_TOKEN || undefined,
      extraHosts: listOf(NET_ANOMALY_HOSTS),
      proxies: listOf(NET_ANOMALY_PROXIES),
      allowedOrigins: readAllowedOrigins(configFile, parsed.data.NET_ANOMALY_ALLOWED_ORIGINS),
      algorithm: parsed.data.NET_ANOMALY_ALGORITHM,
      configFile,
    }
  }
  throw new AppError(
    errorCodes.E_BAD_CONFIG,
    parsed.error.issues.map((i) => i.message).join('; '),
    {
      fix: 'Start it like this: PORT=8000 HOST=127.0.0.1 npm start',
    },
  )
}

function listOf(text: string): string[] {
  return text.split(/[,\s]+/).filter((one) => one !== '')
}

export interface Listening {
  readonly server: Server
  readonly url: string
  /** The port that it got, also where PORT is 0. */
  readonly port: number
  /** Takes no more requests and drops the open connections. */
  close(): Promise<void>
}

/** Serves `app` and resolves once it answers. @throws AppError `E_PORT_IN_USE`, `E_NO_LISTEN` */
export function listen(
  app: OpenAPIHono,
  { host, port }: Pick<ServerConfig, 'host' | 'port'>,
): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const options = {
      fetch: app.fetch,
      hostname: host,
      port,
      // Also a request without Host gets the guard's answer, instead of Node's own.
      serverOptions: { requireHostHeader: false },
    }
    const server = serve(options, ({ address, family, port }: AddressInfo) => {
      // Nothing is reached under the address that stands for all of them, and it is no name of ours.
      const isEach = address === '0.0.0.0' || address === '::'
      const name = isEach ? 'localhost' : family === 'IPv6' ? `[${address}]` : address
      const url = `http://${name}:${port}`
      resolve({ server, url, port, close: () => close(server) })
    }) as Server // No TLS or HTTP/2 options are given, so it is the plain server.
    cutStalledBodies(server)
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, port)))
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

function listenError(error: NodeJS.ErrnoException, port: number): AppError {
  if (error.code === 'EADDRINUSE') {
    const other = port < portMax ? port + 1 : port - 1
    return new AppError(errorCodes.E_PORT_IN_USE, `port ${port} is taken by another program`, {
      fix: `Stop that program, or choose another port: PORT=${other} npm start`,
    })
  }
  return new AppError(errorCodes.E_NO_LISTEN, `cannot listen on port ${port}: ${error.message}`, {
    fix: 'Choose another HOST or PORT.',
  })
}
