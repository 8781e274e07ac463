import { type Opened, openPersistenceContext, runNotes, startRuns } from 'step-3-persistence'
import { logInNotes } from './access/log-in-notes.ts'
import { SessionGate } from './access/session-gate.ts'
import { guardSockets } from './access/streams.ts'
import { createApp, type DashboardContext, publicRoutes } from './app.ts'
import type { DashboardConfig } from './dashboard-config.ts'
import { contextFeed } from './live/context-feed.ts'
import { LiveHub } from './live/live-hub.ts'
import { serveSockets } from './live/sockets.ts'
import { readWebFiles } from './pages/web-files.ts'
import { preflight } from './preflight.ts'

/** Step 4 as it is served, and what its routes work with. */
export interface Dashboard extends Opened {
  readonly context: DashboardContext
}

/** Adds pages, sessions and live events to step 3. @throws AppError `E_STORE_OPEN`, … */
export async function openDashboard(
  config: DashboardConfig,
  closing: AsyncDisposableStack,
): Promise<Dashboard> {
  const persistence = await openPersistenceContext(config, closing)
  const nowMs = () => Date.now()
  const hub = new LiveHub({ feed: contextFeed(persistence), nowMs, log: persistence.log })
  closing.defer(() => hub.close())
  const gate = new SessionGate(config.token, nowMs)
  const webFiles = readWebFiles(config.webFolder)
  const context: DashboardContext = {
    ...persistence,
    step: 4,
    hub,
    gate,
    learn: config.learn,
    webFiles,
  }
  return {
    context,
    app: createApp(context),
    publicRoutes: publicRoutes(context),
    gate,
    onListening: async (server, ownHosts) => {
      const allowedOrigins = new Set(config.allowedOrigins)
      const guard = guardSockets({ gate, ownHosts, allowedOrigins })
      const io = serveSockets({ server, hub, nowMs, guard })
      // To the browsers it is a lost connection, so they look for the next server.
      closing.defer(() => void io.engine.close())
      await startRuns(context, config)
    },
    notes: async (url) => [
      ...(await preflight(context, config)),
      ...logInNotes(gate, url, config.host),
      ...runNotes(context, url),
    ],
  }
}
