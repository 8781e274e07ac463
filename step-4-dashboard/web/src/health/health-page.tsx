import { problemOf } from '../api/api-error.ts'
import { useInterfaces } from '../api/capture-queries.ts'
import { useServerProblems } from '../api/problem-queries.ts'
import { formatSpan } from '../format/moment.ts'
import { visibleText } from '../format/visible-text.ts'
import { useTitle } from '../shell/use-title.ts'
import { Card } from '../ui/card.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Deliveries } from './deliveries.tsx'
import { Files } from './files.tsx'
import { findCauses } from './find-causes.ts'
import { useRuns, useServerHealth, useStatus } from './health-queries.ts'
import { Interfaces } from './interfaces.tsx'
import { Runs } from './runs.tsx'
import { Tables } from './tables.tsx'

/** Whether everything works that should, and why a page may be empty. */
export function HealthPage() {
  useTitle('Health')
  const { data: health, error } = useServerHealth()
  const { data: status } = useStatus()
  const { data: interfaces } = useInterfaces()
  const { data: runs } = useRuns()
  const problems = useServerProblems().map((title) => ({ title: visibleText(title), fix: '' }))
  const causes = [...problems, ...(interfaces ? findCauses(status, interfaces) : [])]
  const report = JSON.stringify(
    { health, causes, interfaces, runs: runs?.slice(0, 10), buffers: status?.buffers },
    null,
    2,
  )
  return (
    <div className="flex flex-col gap-4">
      <PageHeading
        title="Health"
        about={
          health &&
          `version ${health.version}, up for ${formatSpan(health.uptime_seconds)}, ${
            health.ready ? 'everything runs that should' : `not ready: ${health.readiness}`
          }`
        }
      >
        <CopyButton text={report} label="Copy a report" />
      </PageHeading>
      {error && <ProblemNote title="The server could not be asked" problem={problemOf(error)} />}
      <Card title="Why may a page be empty?">
        {causes.length === 0 ? (
          <p className="text-sm text-ink-soft">
            Nothing is wrong that the server knows of. Filters and the time range of a page hide
            what does not match; its heading says how much.
          </p>
        ) : (
          <ul className="text-sm">
            {causes.map(({ title, fix }) => (
              <li key={title} className="border-t border-line py-2 first:border-t-0">
                <p className="font-medium">{title}</p>
                <p className="text-ink-soft">{fix}</p>
              </li>
            ))}
          </ul>
        )}
      </Card>
      {runs && <Runs runs={runs} />}
      <div className="grid gap-4 xl:grid-cols-2">
        {status && <Tables buffers={status.buffers} />}
        {interfaces && <Interfaces interfaces={interfaces} />}
        <Files />
        <Deliveries />
      </div>
    </div>
  )
}
