import { useSearchParams } from 'wouter'
import { useTitle } from '../shell/use-title.ts'
import { AlertInbox } from './alert-inbox.tsx'
import { viewOfSearch } from './inbox-view.ts'
import { IncidentInbox } from './incident-inbox.tsx'

/** What waits for a decision; which list and which filter is the address, so a link shows the same. */
export function InboxPage() {
  useTitle('Alerts')
  const [search] = useSearchParams()
  return viewOfSearch(search) === 'alerts' ? <AlertInbox /> : <IncidentInbox />
}
