import { problemOf } from '../api/api-error.ts'
import { formatIsoMoment } from '../format/moment.ts'
import { counted, formatCount, formatShare } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { useUndo } from '../shell/undo.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { type DataColumn, DataTable } from '../ui/data-table.tsx'
import { DownloadLink } from '../ui/download-link.tsx'
import { Empty } from '../ui/empty.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { FeedForm } from './feed-form.tsx'
import { type Feed, useIntelStats, useRemoveFeed, useUpdateIntel } from './intel-queries.ts'

const blockLists = [
  ['plain', 'txt', 'Block list'],
  ['nftables', 'nft', 'for nftables'],
  ['csv', 'csv', 'as CSV'],
] as const

/** The feeds of threat intelligence: how many indicators, how old, what went wrong, and new ones. */
export function IntelCard() {
  const { data: stats, error } = useIntelStats()
  const update = useUpdateIntel()
  const failure = error ?? update.error
  return (
    <Card
      title="Threat intelligence"
      aside={
        stats && (
          <p className="text-sm text-ink-soft">
            {counted(stats.total_indicators, 'indicator')} of {counted(stats.feeds.length, 'feed')},
            which made {counted(stats.matched_alerts, 'alert')}
          </p>
        )
      }
    >
      {failure && <ProblemNote title="Not done" problem={problemOf(failure)} />}
      {stats && <Feeds feeds={stats.feeds} />}
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <Button
          icon="replay"
          disabled={update.isPending || !stats?.feeds.some(({ url }) => url !== null)}
          onClick={() => update.mutate({})}
        >
          {update.isPending ? 'Fetching …' : 'Fetch all anew'}
        </Button>
        {blockLists.map(([format, extension, label]) => (
          <DownloadLink
            key={format}
            path={`/api/threat_hunting/blocklist?format=${format}`}
            name={`blocklist.${extension}`}
            className="inline-flex min-h-6 items-center rounded text-sm font-medium text-accent hover:underline"
          >
            {label}
          </DownloadLink>
        ))}
        <p role="status" className="text-sm text-ink-soft">
          {update.data && visibleText(update.data.message)}
        </p>
      </div>
      <FeedForm />
    </Card>
  )
}

function Feeds({ feeds }: { feeds: readonly Feed[] }) {
  const remove = useRemoveFeed()
  const { acts, offer } = useUndo()
  const isGoing = (name: string) => acts.some(({ about }) => about === `feed ${name}`)
  const columns: readonly DataColumn<Feed>[] = [
    {
      name: 'Feed',
      cell: ({ name, url }) => (
        <>
          <span className="font-medium">{name}</span>
          {url && <bdi className="block text-xs text-ink-soft">{visibleText(url)}</bdi>}
        </>
      ),
    },
    {
      name: 'By',
      cell: ({ source, licence }) => visibleText([source, licence].filter(Boolean).join(', ')),
    },
    { name: 'Indicators', isNumber: true, cell: (feed) => formatCount(feed.indicator_count) },
    { name: 'Refused', isNumber: true, cell: (feed) => formatCount(feed.refused_count) },
    { name: 'Confidence', isNumber: true, cell: (feed) => formatShare(feed.confidence) },
    {
      name: 'Updated',
      cell: ({ updated_at, error }) => (
        <>
          {formatIsoMoment(updated_at)}
          {error && <span className="block text-xs text-critical">{visibleText(error)}</span>}
        </>
      ),
    },
    {
      name: 'Act',
      cell: ({ name, indicator_count }) => (
        <Button
          look="quiet"
          icon="trash"
          aria-label={`Forget the feed ${name}`}
          disabled={remove.isPending || isGoing(name)}
          onClick={() =>
            offer({
              what: `The feed ${name} and its ${counted(indicator_count, 'indicator')} are forgotten in 10 s`,
              about: `feed ${name}`,
              undo: () => {},
              finish: () => remove.mutate(name),
            })
          }
        >
          {isGoing(name) ? 'Is forgotten …' : 'Forget'}
        </Button>
      ),
    },
  ]
  if (feeds.length === 0) {
    return (
      <Empty title="No feed is set">
        Paste indicators below, or the address of a list. Traffic is compared with them as it comes.
      </Empty>
    )
  }
  return (
    <>
      {remove.error && <ProblemNote title="Not removed" problem={problemOf(remove.error)} />}
      <DataTable label="Feeds" rows={feeds} columns={columns} keyOf={({ name }) => name} />
    </>
  )
}
