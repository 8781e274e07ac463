import type { IncomingMessage } from 'node:http'
import { networkInterfaces } from 'node:os'
import { type AppError, type Listening, listen, openPersistenceContext } from 'step-3-persistence'
import { refusal } from './access.ts'
import { createApp, type DashboardContext } from './app.ts'
import { checkBinding, ownHosts } from './binding.ts'
import { contextFeed } from './context-feed.ts'
import type { DashboardConfig } from './dashboard-config.ts'
import { serveSockets } from './live.ts'
import { LiveHub } from './live-hub.ts'
import { TokenGate } from './token-gate.ts'
import { readWebFiles } from './web-files.ts'

export interface Dashboard extends Listening {
  readonly context: DashboardContext
}

/**
 * Opens everything, listens, and serves the sockets on the same port.
 * @throws AppError `E_OPEN_CONTROL`, `E_WEAK_TOKEN`, `E_PORT_IN_USE`, …
 */
export async function openDashboard(config: DashboardConfig): Promise<Dashboard> {
  checkBinding(config)
  const persistence = await openPersistenceContext(config)
  const nowMs = () => Date.now()
  const hub = new LiveHub({
    feed: contextFeed(persistence),
    nowMs,
    later: (callback, delayMs) => setTimeout(callback, delayMs).unref(),
  })
  let hosts: ReadonlySet<string> = new Set()
  const context: DashboardContext = {
    ...persistence,
    step: 4,
    get mode() {
      return persistence.mode // It changes with each run, so it is asked each time.
    },
    hub,
    gate: new TokenGate({ token: config.token, nowMs }),
    ownHosts: () => hosts,
    webFiles: readWebFiles(config.webFolder),
  }
  const listening = await listen(createApp(context), config)
  const { server } = listening
  const { port } = new URL(listening.url)
  hosts = ownHosts({ ...config, port: Number(port), ownAddresses: ownAddresses() })
  // Also a request without Host gets the guard's answer, instead of Node's own.
  Object.assign(server, { requireHostHeader: false })
  const io = serveSockets({ server, hub, nowMs, refusalOf: (r) => socketRefusal(r, context) })
  return {
    ...listening,
    context,
    close: async () => {
      await persistence.monitor.close()
      hub.close()
      io.engine.close() // To the browsers it is a lost connection, so they look for the next server.
      await listening.close()
      await persistence.close()
    },
  }
}

function socketRefusal(request: IncomingMessage, context: DashboardContext): AppError | undefined {
  const { headers, socket, method = 'GET' } = request
  const { host, origin, authorization, cookie } = headers
  const site = headers['sec-fetch-site']
  return (
    refusal(
      {
        method,
        path: '/socket.io/',
        host,
        origin,
        fetchSite: typeof site === 'string' ? site : undefined,
        contentType: undefined,
      },
      context.ownHosts(),
    ) ?? context.gate.refusal({ authorization, cookie, address: socket.remoteAddress ?? '' })
  )
}

function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map((one) => one.address))
}
