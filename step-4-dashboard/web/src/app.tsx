import { QueryCache, QueryClient, QueryClientProvider, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useCallback, useState } from 'react'
import { Route, Switch } from 'wouter'
import { AlertPage } from './alert/alert-page.tsx'
import { alertKeys } from './api/alert-cache.ts'
import { problemOf } from './api/api-error.ts'
import { InboxPage } from './inbox/inbox-page.tsx'
import { LiveProvider } from './live/live-context.tsx'
import { LivePage } from './live-page/live-page.tsx'
import { Announcer, useAnnounceAlert } from './shell/announcer.tsx'
import { NothingHere } from './shell/nothing-here.tsx'
import { Shell } from './shell/shell.tsx'
import { TokenPage } from './shell/token-page.tsx'
import { UndoProvider } from './shell/undo.tsx'

const LearnPage = lazy(async () => ({
  default: (await import('./learn/learn-page.tsx')).LearnPage,
}))

/** The one cache of the pages, and the token page where the server asks for one. */
export function App() {
  const [asksForToken, setAsksForToken] = useState(false)
  const [queries] = useState(() => makeQueries(() => setAsksForToken(true)))
  if (asksForToken) return <TokenPage />
  return (
    <QueryClientProvider client={queries}>
      <Announcer>
        <LivePages />
      </Announcer>
    </QueryClientProvider>
  )
}

/** Pages by address, on the one connection, whose new alerts are announced. */
function LivePages() {
  const queries = useQueryClient()
  // A refused socket does not say why; an ordinary request does.
  const onRefused = useCallback(
    () => void queries.invalidateQueries({ queryKey: alertKeys.totals }),
    [queries],
  )
  return (
    <LiveProvider onNewAlert={useAnnounceAlert()} onRefused={onRefused}>
      <UndoProvider>
        <Shell>
          <Switch>
            <Route path="/" component={LivePage} />
            <Route path="/alerts" component={InboxPage} />
            <Route path="/alerts/:id">{({ id }) => <AlertPage key={id} alertId={id} />}</Route>
            <Route path="/learn">
              <Suspense fallback={null}>
                <LearnPage />
              </Suspense>
            </Route>
            <Route component={NothingHere} />
          </Switch>
        </Shell>
      </UndoProvider>
    </LiveProvider>
  )
}

function makeQueries(onTokenWanted: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (problemOf(error).status === 401) onTokenWanted()
      },
    }),
    defaultOptions: {
      // What the server refuses, it refuses again; only silence is worth another try.
      queries: { retry: (count, error) => problemOf(error).status === 0 && count < 2 },
    },
  })
}
