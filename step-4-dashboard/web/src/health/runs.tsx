import { problemOf } from '../api/api-error.ts'
import { formatIsoMoment } from '../format/moment.ts'
import { formatBytes, formatCount, formatShare, unknown } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { SeverityBadge } from '../severity/severity-badge.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { type DataColumn, DataTable } from '../ui/data-table.tsx'
import { Empty } from '../ui/empty.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Value } from '../value/value.tsx'
import { type Run, useRunAct } from './health-queries.ts'

/** What runs, what should, and what has run: to be stopped, or started once more. */
export function Runs({ runs }: { runs: readonly Run[] }) {
  const act = useRunAct()
  const columns: readonly DataColumn<Run>[] = [
    {
      name: 'Source',
      cell: ({ source }) => (
        <>
          <span className="text-ink-soft">{sourceWords[source.kind]}</span>{' '}
          <Value field="capture" value={source.name}>
            {visibleText(source.name)}
          </Value>
        </>
      ),
    },
    {
      name: 'State',
      cell: ({ state, progress, error }) => (
        <>
          {state}
          {state === 'running' && progress !== null && ` ${formatShare(progress)}`}
          {error && (
            <span className="block text-xs text-critical">{visibleText(error.message)}</span>
          )}
        </>
      ),
    },
    { name: 'Verdict', cell: ({ verdict }) => <VerdictOfRun verdict={verdict} /> },
    { name: 'Started', cell: ({ started_at }) => formatIsoMoment(started_at) },
    { name: 'Packets', isNumber: true, cell: ({ stats }) => formatCount(stats.packets) },
    { name: 'Bytes', isNumber: true, cell: ({ stats }) => formatBytes(stats.bytes) },
    { name: 'Flows', isNumber: true, cell: ({ stats }) => formatCount(stats.flows) },
    { name: 'Detections', isNumber: true, cell: ({ stats }) => formatCount(stats.detections) },
    {
      name: 'Dropped',
      isNumber: true,
      cell: ({ stats: { drops }, source }) =>
        source.kind === 'live' ? formatCount(drops.kernel + drops.interface) : '–',
    },
    {
      name: 'Act',
      cell: (run) => (
        <Button
          look="quiet"
          icon={isOn(run) ? 'stop' : 'replay'}
          disabled={act.isPending}
          aria-label={`${isOn(run) ? 'Stop' : 'Start again'} ${visibleText(run.source.name)}`}
          onClick={() => act.mutate({ runId: run.run_id, act: isOn(run) ? 'stop' : 'again' })}
        >
          {isOn(run) ? 'Stop' : 'Again'}
        </Button>
      ),
    },
  ]
  return (
    <Card title="Runs">
      {act.error && <ProblemNote title="Not done" problem={problemOf(act.error)} />}
      {runs.length === 0 ? (
        <Empty title="Nothing has run yet" />
      ) : (
        <DataTable label="Runs" rows={runs} columns={columns} keyOf={({ run_id }) => run_id} />
      )}
    </Card>
  )
}

const sourceWords = {
  live: 'live on',
  pcap: 'capture',
  folder: 'folder',
  simulate: 'simulated',
} as const

/** What an earlier version of the server did not keep is not known. */
function VerdictOfRun({ verdict }: Pick<Run, 'verdict'>) {
  if (!verdict) return unknown
  const { status, confidence, threat_level } = verdict
  if (status !== 'anomaly' && status !== 'normal') return verdictWords[status]
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      {verdictWords[status]}
      {status === 'anomaly' && <SeverityBadge severity={threat_level} />}
      <span className="text-xs text-ink-soft">{formatShare(confidence)} sure</span>
    </span>
  )
}

const verdictWords = {
  normal: 'Normal',
  anomaly: 'Anomaly',
  learning: 'Too short for one',
  nothing_judged: 'Nothing judged',
  idle: unknown,
} as const

function isOn({ state }: Run): boolean {
  return state === 'running' || state === 'starting' || state === 'stopping'
}
