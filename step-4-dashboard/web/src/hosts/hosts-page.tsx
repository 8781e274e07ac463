import { useState } from 'react'
import { useSearchParams } from 'wouter'
import { useNewestMoment } from '../api/alert-queries.ts'
import { problemOf } from '../api/api-error.ts'
import { formatCount } from '../format/quantity.ts'
import { SavedViews } from '../shell/saved-views.tsx'
import { useTitle } from '../shell/use-title.ts'
import { TimeRange } from '../time/time-range.tsx'
import { useTimeRange } from '../time/use-time-range.ts'
import { Field } from '../ui/field.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { GraphCard } from './graph/graph-card.tsx'
import { type HostsAsked, useHostLinks, useHosts } from './host-queries.ts'
import { InMostAlerts } from './in-most-alerts.tsx'
import { KeptHosts } from './kept-hosts.tsx'
import { networkOf } from './network-of.ts'
import { NotKept } from './not-kept.tsx'
import { RunHosts } from './run-hosts.tsx'

/** Who is on the network, and who talks to whom, in a time. */
export function HostsPage() {
  useTitle('Hosts')
  const [range] = useTimeRange()
  const [search, setSearch] = useSearchParams()
  const typed = search.get('address') ?? ''
  const asked = { range, address: networkOf(typed) }
  const { data: counted, error } = useHosts(asked, { sort: 'last_seen', limit: 1, offset: 0 })
  const problem = error && problemOf(error)
  const isNotKept = problem?.code === 'E_FLOWS_UNAVAILABLE'
  return (
    <div className="flex flex-col gap-4">
      <PageHeading
        title="Hosts"
        about={counted && `${formatCount(counted.total)} in the flows that are kept and have ended`}
      >
        <SavedViews />
      </PageHeading>
      {isNotKept && <NotKept problem={problem} />}
      {problem && !isNotKept && (
        <ProblemNote title="The hosts could not be read" problem={problem} />
      )}
      {isNotKept ? (
        <RunHosts />
      ) : (
        <>
          <HostFilter
            typed={typed}
            onType={(address) =>
              setSearch(
                (old) => {
                  const next = new URLSearchParams(old)
                  if (address === '') next.delete('address')
                  else next.set('address', address)
                  return next
                },
                { replace: true },
              )
            }
          />
          <Graph asked={asked} />
          <InMostAlerts range={range} />
          <KeptHosts key={JSON.stringify(asked)} asked={asked} />
        </>
      )}
    </div>
  )
}

function HostFilter({ typed, onType }: { typed: string; onType: (address: string) => void }) {
  const { data: newest } = useNewestMoment()
  const [text, setText] = useState(typed)
  const isUnread = text.trim() !== '' && networkOf(text) === undefined
  return (
    <search className="flex flex-wrap items-end gap-3">
      <div className="w-64 max-w-full">
        <Field
          label="Address or network"
          type="search"
          placeholder="10.0. or 10.0.0.0/16"
          value={text}
          aria-invalid={isUnread}
          onChange={(next) => {
            setText(next)
            if (next.trim() === '' || networkOf(next) !== undefined) onType(next.trim())
          }}
        />
      </div>
      <TimeRange newest={newest ?? undefined} />
      {isUnread && (
        <p role="status" className="min-h-8 content-center text-sm text-ink-soft">
          Neither an address nor a network: names are found by Hunt.
        </p>
      )}
    </search>
  )
}

function Graph({ asked }: { asked: HostsAsked }) {
  const { data, error } = useHostLinks(asked)
  if (error) return <ProblemNote title="The links could not be read" problem={problemOf(error)} />
  if (!data || data.links.length === 0) return null
  return <GraphCard links={data.links} total={data.total} />
}
