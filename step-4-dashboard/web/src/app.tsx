import { QueryCache, QueryClient, QueryClientProvider, useQueryClient } from '@tanstack/react-query'
import { type ComponentType, lazy, Suspense, useCallback, useState } from 'react'
import { Route, Router, Switch } from 'wouter'
import { alertKeys } from './api/alert-cache.ts'
import { problemOf } from './api/api-error.ts'
import { InboxPage } from './inbox/inbox-page.tsx'
import { LiveProvider } from './live/live-context.tsx'
import { LivePage } from './live-page/live-page.tsx'
import { Announcer, useAnnounceAlert } from './shell/announcer.tsx'
import { NothingHere } from './shell/nothing-here.tsx'
import { Settled } from './shell/settled.tsx'
import { Shell } from './shell/shell.tsx'
import { TokenPage } from './shell/token-page.tsx'
import { UndoProvider } from './shell/undo.tsx'
import { carriedHref, useCarriedLocation } from './shell/use-carried-location.ts'
import { useTimeZone } from './time/use-time-zone.ts'
import { ValueMenuProvider } from './value/value-menu.tsx'

// Each page is a file of its own, loaded when it is first opened; Live and the inbox come at once.
const AlertPage = page(async () => (await import('./alert/alert-page.tsx')).AlertPage)
const IncidentPage = page(async () => (await import('./inbox/incident-page.tsx')).IncidentPage)
const HostsPage = page(async () => (await import('./hosts/hosts-page.tsx')).HostsPage)
const HostPage = page(async () => (await import('./hosts/host-page.tsx')).HostPage)
const FlowsPage = page(async () => (await import('./flows/flows-page.tsx')).FlowsPage)
const HuntPage = page(async () => (await import('./hunt/hunt-page.tsx')).HuntPage)
const ModelsPage = page(async () => (await import('./models/models-page.tsx')).ModelsPage)
const SuppressionsPage = page(
  async () => (await import('./suppressions/suppressions-page.tsx')).SuppressionsPage,
)
const SettingsPage = page(async () => (await import('./settings/settings-page.tsx')).SettingsPage)
const HealthPage = page(async () => (await import('./health/health-page.tsx')).HealthPage)
const LearnPage = page(async () => (await import('./learn/learn-page.tsx')).LearnPage)

/** What is loaded is shown once its first answers are there. */
function page<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  return lazy(async () => {
    const Page = await load()
    return {
      default: (props: Props) => (
        <Settled>
          <Page {...props} />
        </Settled>
      ),
    }
  })
}

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
  return (
    <Router hook={useCarriedLocation} hrefs={carriedHref}>
      <ConnectedPages />
    </Router>
  )
}

function Opening() {
  return <p className="py-16 text-center text-ink-soft">Opening the page …</p>
}

function ConnectedPages() {
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
          <ValueMenuProvider>
            <Suspense fallback={<Opening />}>
              <Switch key={useTimeZone()}>
                <Route path="/" component={LivePage} />
                <Route path="/index.html" component={LivePage} />
                <Route path="/alerts" component={InboxPage} />
                <Route path="/alerts/:id">{({ id }) => <AlertPage key={id} alertId={id} />}</Route>
                <Route path="/incidents/:id">
                  {({ id }) => <IncidentPage key={id} incidentId={id} />}
                </Route>
                <Route path="/hosts" component={HostsPage} />
                <Route path="/hosts/:host">
                  {({ host }) => <HostPage key={host} host={decodeURIComponent(host)} />}
                </Route>
                <Route path="/flows" component={FlowsPage} />
                <Route path="/hunt" component={HuntPage} />
                <Route path="/models" component={ModelsPage} />
                <Route path="/suppressions" component={SuppressionsPage} />
                <Route path="/settings" component={SettingsPage} />
                <Route path="/health" component={HealthPage} />
                <Route path="/learn" component={LearnPage} />
                <Route component={NothingHere} />
              </Switch>
            </Suspense>
          </ValueMenuProvider>
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
