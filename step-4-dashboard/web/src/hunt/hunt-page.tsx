import { type FormEvent, useId, useMemo, useState } from 'react'
import { Link, useSearchParams } from 'wouter'
import { problemOf } from '../api/api-error.ts'
import { formatCount, unknown } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { useShortcuts } from '../keyboard/use-shortcuts.ts'
import { useTitle } from '../shell/use-title.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { type DataColumn, DataTable } from '../ui/data-table.tsx'
import { Empty } from '../ui/empty.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { IntelCard } from './intel-card.tsx'
import { type IntelCheck, useIntelChecks } from './intel-queries.ts'
import { IntelWord } from './intel-word.tsx'
import { readValues, valueCountMax } from './read-values.ts'
import { type Finding, useFindings } from './use-findings.ts'

/** One value or many, looked up in everything that is kept. */
export function HuntPage() {
  useTitle('Hunt')
  const [search, setSearch] = useSearchParams()
  const asked = search.get('q') ?? ''
  const values = useMemo(() => readValues(asked), [asked])
  const looked = useMemo(() => values.slice(0, valueCountMax), [values])
  const found = useFindings(looked)
  const { data: intel, error: intelError } = useIntelChecks(looked.map(({ value }) => value))
  const findings = found.map((one, index) => ({ ...one, intel: intel?.results[index] }))
  const known = findings.filter(
    ({ alerts, flows, intel: check }) => (alerts ?? 0) + (flows ?? 0) > 0 || check?.found,
  )
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-4">
      <PageHeading
        title="Hunt"
        about="What is known of an address, a name, a hash: in alerts, in flows, in threat intelligence"
      />
      <HuntForm key={asked} asked={asked} onAsk={(q) => setSearch(q === '' ? {} : { q })} />
      <Card
        title="Findings"
        aside={
          findings.length > 0 && (
            <div className="flex items-center gap-3 text-sm text-ink-soft">
              <p role="status">
                {formatCount(known.length)} of {formatCount(findings.length)} are known
                {values.length > valueCountMax && `; the first ${valueCountMax} were looked up`}
              </p>
              <CopyButton text={csvOf(findings)} label="Copy as CSV" />
            </div>
          )
        }
      >
        {intelError && (
          <ProblemNote title="The feeds could not be asked" problem={problemOf(intelError)} />
        )}
        {findings.length === 0 ? (
          <Empty title="Nothing was asked yet">
            Paste the indicators of a report: lines, commas or spaces between them, also as{' '}
            <code className="font-mono text-xs">198[.]51[.]100[.]7</code>.
          </Empty>
        ) : (
          <DataTable
            label="Findings"
            rows={findings}
            columns={columns}
            keyOf={({ value }) => value}
          />
        )}
      </Card>
      <IntelCard />
    </div>
  )
}

/** A value with what is known of it here, and what the feeds say. */
interface Row extends Finding {
  readonly intel: IntelCheck | undefined
}

const columns: readonly DataColumn<Row>[] = [
  {
    name: 'Value',
    cell: ({ value, kind }) =>
      kind === 'address' || kind === 'MAC address' ? (
        <Link
          href={`/hosts/${encodeURIComponent(value)}`}
          className="inline-flex min-h-6 items-center rounded font-mono hover:text-accent hover:underline"
        >
          <bdi>{visibleText(value)}</bdi>
        </Link>
      ) : (
        <bdi className="font-mono">{visibleText(value)}</bdi>
      ),
  },
  { name: 'Read as', cell: ({ kind }) => kind },
  { name: 'Threat intelligence', cell: ({ intel }) => <IntelWord check={intel} /> },
  {
    name: 'Alerts',
    isNumber: true,
    cell: ({ alerts, alertsHref, error }) =>
      error ? (
        <span className="text-critical">{visibleText(problemOf(error).message)}</span>
      ) : (
        <CountLink count={alerts} href={alertsHref} />
      ),
  },
  {
    name: 'Flows of the run',
    isNumber: true,
    cell: ({ flows, flowsHref }) =>
      flowsHref === null ? (
        'not searched'
      ) : (
        <CountLink count={flows ?? undefined} href={flowsHref} />
      ),
  },
]

function CountLink({ count, href }: { count: number | undefined; href: string }) {
  if (!count) return count === 0 ? '0' : unknown
  return (
    <Link
      href={href}
      className="inline-flex min-h-6 items-center rounded font-semibold text-accent hover:underline"
    >
      {formatCount(count)}
    </Link>
  )
}

function HuntForm({ asked, onAsk }: { asked: string; onAsk: (text: string) => void }) {
  const [text, setText] = useState(asked)
  const id = useId()
  useShortcuts({ '/': () => document.getElementById(id)?.focus() })
  function submit(event: FormEvent): void {
    event.preventDefault()
    onAsk(text.trim())
  }
  return (
    <search>
      <form
        onSubmit={submit}
        className="flex flex-col gap-2 rounded-card border border-line bg-surface p-4 shadow-card"
      >
        <label htmlFor={id} className="text-xs font-medium text-ink-soft">
          Addresses, CIDR blocks, names, hashes, techniques, Community IDs
        </label>
        <textarea
          id={id}
          rows={4}
          value={text}
          spellCheck={false}
          onChange={({ target }) => setText(target.value)}
          className="w-full rounded-md border border-line-strong bg-surface px-3 py-2 font-mono text-sm"
        />
        <div>
          <Button type="submit" look="primary" icon="search" disabled={text.trim() === ''}>
            Look up
          </Button>
        </div>
      </form>
    </search>
  )
}

function csvOf(findings: readonly Row[]): string {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  const rows = findings.map(({ value, kind, alerts, flows, intel }) =>
    [quoted(value), kind, alerts ?? '', flows ?? '', quoted(intel?.threat_type ?? '')].join(','),
  )
  return ['value,kind,alerts,flows,threat', ...rows].join('\n')
}
