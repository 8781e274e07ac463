import type { Server } from 'node:http'
import { networkInterfaces } from 'node:os'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { closeOnSignal } from './close-on-signal.ts'
import { toAppError } from './errors.ts'
import { printFailure } from './failure-log.ts'
import { FolderLock } from './folder-lock.ts'
import type { OwnHosts } from './guard/access.ts'
import { checkBinding, ownHosts } from './guard/binding.ts'
import { trustProxies } from './guard/forwarded.ts'
import { guard } from './guard/guard.ts'
import { privilegeWarning } from './guard/privilege.ts'
import { bearerProof, TokenGate } from './guard/token-gate.ts'
import { type Listening, listen, type ServerConfig } from './listen.ts'

/** What a step gives to be served. */
export interface Opened {
  readonly app: OpenAPIHono
  /** Answers before the token is asked for, because it holds no data. */
  readonly publicRoutes?: OpenAPIHono
  /** Without one, the token itself is the only proof. */
  readonly gate?: TokenGate
  /** What begins only once the server listens: sockets, a first run. */
  readonly onListening?: (server: Server, ownHosts: OwnHosts) => void | Promise<void>
  /** What the terminal shows below the first line. */
  readonly notes?: (url: string) => Promise<readonly string[]>
}

/** Opens a step, and pushes what must be closed again, each as soon as it is open. */
export type Open<Config, Result extends Opened> = (
  config: Config,
  closing: AsyncDisposableStack,
) => Promise<Result>

export interface Running<Result extends Opened> extends Listening {
  readonly opened: Result
}

// #region serve
/**
 * The one way to start a server: it opens the step, guards it, listens, and at a signal unwinds
 * what was opened, newest first. A failure is printed with its fix, and the exit code is 1.
 */
export async function serve<Config extends ServerConfig>(
  step: number,
  readConfig: () => Promise<Config>,
  open: Open<Config, Opened>,
): Promise<void> {
  try {
    const config = await readConfig()
    checkBinding(config) // before the folder: a wrong HOST is wrong there too
    const lock = FolderLock.take(config.dataFolder, new Date())
    const { url, opened, close } = await startServer(config, open)
    lock.listens(url)
    // The handlers keep the lock: unreachable, it would be collected, and the folder free.
    closeOnSignal(async () => {
      await close()
      lock.release()
    })
    const warning = privilegeWarning(process.getuid?.())
    if (warning) console.error(warning)
    console.log(`Net Anomaly, step ${step}: ${url}  (routes: ${url}/docs)`)
    if (config.configFile) console.log(`Configuration: ${config.configFile.path}`)
    for (const note of (await opened.notes?.(url)) ?? []) console.log(note)
  } catch (thrown) {
    printFailure(toAppError(thrown))
    process.exitCode = 1
  }
}

/**
 * Opens, guards and listens; `close` undoes it. What was opened is closed also when a later part
 * fails. @throws AppError `E_OPEN_CONTROL`, `E_WEAK_TOKEN`, `E_PORT_IN_USE`, …
 */
export async function startServer<Config extends ServerConfig, Result extends Opened>(
  config: Config,
  open: Open<Config, Result>,
): Promise<Running<Result>> {
  checkBinding(config)
  await using opening = new AsyncDisposableStack()
  const opened = await open(config, opening)
  const gate = opened.gate ?? new TokenGate(proofsOf(config), () => Date.now())
  let hosts: OwnHosts = new Set()
  const allowedOrigins = new Set(config.allowedOrigins)
  const app = guard({ ...opened, gate, ownHosts: () => hosts, allowedOrigins })
  const listening = await listen(app, config)
  opening.defer(listening.close)
  trustProxies(listening.server, config.proxies)
  hosts = ownHosts({ ...config, port: listening.port, ownAddresses: ownAddresses() })
  await opened.onListening?.(listening.server, hosts)
  const closing = opening.move()
  return { ...listening, opened, close: () => closing.disposeAsync() }
}
// #endregion

function proofsOf({ token }: ServerConfig) {
  return token === undefined ? [] : [bearerProof(token)]
}

function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map((one) => one.address))
}
