import { type FormEvent, useState } from 'react'
import { Link, useSearchParams } from 'wouter'
import { problemOf } from '../api/api-error.ts'
import { formatIsoMoment } from '../format/moment.ts'
import { formatCount } from '../format/quantity.ts'
import { useShortcuts } from '../keyboard/use-shortcuts.ts'
import { useRun } from '../run/use-run.ts'
import { SavedViews } from '../shell/saved-views.tsx'
import { useTitle } from '../shell/use-title.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Field } from '../ui/field.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Pager } from '../ui/pager.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Select } from '../ui/select.tsx'
import {
  type FlowFilter,
  type FlowFilterName,
  type FlowHistory,
  flowFilterOf,
  useFlows,
} from './flow-queries.ts'
import { FlowTable } from './flow-table.tsx'

const pageSize = 100
const states = [
  'attempted',
  'halfOpen',
  'established',
  'closing',
  'closed',
  'reset',
  'rejected',
  'midstream',
  'oneWay',
  'twoWay',
]

/** The flows that are kept, by filter; the filter is the address. */
export function FlowsPage() {
  useTitle('Flows')
  const [search, setSearch] = useSearchParams()
  const filter = flowFilterOf(search)
  const offset = Math.max(0, Number(search.get('offset') ?? 0) || 0)
  const { data, error } = useFlows(filter, { limit: pageSize, offset })
  const isFiltered = Object.keys(filter).length > 0
  return (
    <div className="flex flex-col gap-4">
      <PageHeading
        title="Flows"
        about={
          data && (
            <>
              {formatCount(data.total)} {isFiltered ? 'match' : 'are kept'} of{' '}
              <KeptFlows history={data.history} />
            </>
          )
        }
      >
        <SavedViews />
      </PageHeading>
      <FlowFilterBar
        key={String(search)}
        filter={filter}
        onFilter={(next) => setSearch({ ...next })}
      />
      <Card title="The newest first">
        {error && <ProblemNote title="The flows could not be read" problem={problemOf(error)} />}
        {data?.total === 0 && <NoFlows isFiltered={isFiltered} />}
        {data && data.total > 0 && (
          <>
            <FlowTable flows={data.flows} />
            <Pager
              offset={offset}
              limit={pageSize}
              total={data.total}
              onMove={(next) => setSearch({ ...filter, offset: String(next) })}
            />
          </>
        )}
      </Card>
    </div>
  )
}

function KeptFlows({ history }: { history: FlowHistory }) {
  const { name } = useRun()
  if (!history?.kept) {
    return (
      <>
        the run <bdi>{name}</bdi>: those open, and the 32,768 that ended last
      </>
    )
  }
  return history.oldest ? `all runs, since ${formatIsoMoment(history.oldest)}` : 'all runs'
}

function NoFlows({ isFiltered }: { isFiltered: boolean }) {
  if (!isFiltered) {
    return <Empty title="No flows are kept">Start a capture, or replay one.</Empty>
  }
  return (
    <Empty title="No flow matches">
      <Link href="/flows" className="rounded font-medium text-accent underline">
        Clear the filter
      </Link>
    </Empty>
  )
}

interface FlowFilterBarProps {
  readonly filter: FlowFilter
  readonly onFilter: (filter: FlowFilter) => void
}

function FlowFilterBar({ filter, onFilter }: FlowFilterBarProps) {
  const [texts, setTexts] = useState<FlowFilter>(filter)
  const set = (name: FlowFilterName) => (value: string) => setTexts({ ...texts, [name]: value })
  useShortcuts({ '/': () => document.getElementById('flow-ip')?.focus() })
  function submit(event: FormEvent): void {
    event.preventDefault()
    onFilter(Object.fromEntries(Object.entries(texts).filter(([, value]) => value.trim() !== '')))
  }
  return (
    <search>
      <form
        onSubmit={submit}
        className="flex flex-wrap items-end gap-3 rounded-card border border-line bg-surface px-3 py-2.5 shadow-card"
      >
        <Field
          id="flow-ip"
          label="Either end"
          placeholder="10.0.0.0/8"
          value={texts.ip ?? ''}
          onChange={set('ip')}
        />
        <Field
          label="Originator"
          placeholder="address or block"
          value={texts.src_ip ?? ''}
          onChange={set('src_ip')}
        />
        <Field
          label="Responder"
          placeholder="address or block"
          value={texts.dst_ip ?? ''}
          onChange={set('dst_ip')}
        />
        <Field
          label="Port of either end"
          inputMode="numeric"
          value={texts.port ?? ''}
          onChange={set('port')}
        />
        <Select label="Protocol" value={texts.proto ?? ''} onChange={set('proto')}>
          <option value="">All</option>
          <option value="6">TCP</option>
          <option value="17">UDP</option>
          <option value="1">ICMP</option>
          <option value="58">ICMPv6</option>
        </Select>
        <Select label="State" value={texts.state ?? ''} onChange={set('state')}>
          <option value="">All</option>
          {states.map((state) => (
            <option key={state}>{state}</option>
          ))}
        </Select>
        <Field
          label="Name or domain"
          placeholder="example.org"
          value={texts.name ?? ''}
          onChange={set('name')}
        />
        <Field
          label="Community ID"
          placeholder="1:…"
          value={texts.community_id ?? ''}
          onChange={set('community_id')}
        />
        <Button type="submit" look="primary" icon="filter">
          Show
        </Button>
        {Object.keys(filter).length > 0 && <Button onClick={() => onFilter({})}>Clear</Button>}
      </form>
    </search>
  )
}
