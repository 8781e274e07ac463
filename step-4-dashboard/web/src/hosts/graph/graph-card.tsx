import { useMemo, useState } from 'react'
import { counted, formatCount } from '../../format/quantity.ts'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Toggle } from '../../ui/toggle.tsx'
import { chooseNodes } from './choose-nodes.ts'
import { GraphPicture } from './graph-picture.tsx'
import type { HostLink, LinkWeight } from './host-link.ts'
import { LinkTable } from './link-table.tsx'
import { useLayout } from './use-layout.ts'

export interface GraphCardProps {
  readonly links: readonly HostLink[]
  /** Pairs of hosts with flows in all, where `links` are the heaviest of them. */
  readonly total?: number
}

/** Who talks to whom, as a picture and as a table. */
export function GraphCard({ links, total = 0 }: GraphCardProps) {
  const [weight, setWeight] = useState<LinkWeight>('bytes')
  const graph = useMemo(() => chooseNodes(links, weight), [links, weight])
  const laidOut = useLayout(graph)
  const communities = useMemo(
    () => new Map(graph.nodes.map(({ host }, index) => [host, laidOut?.communities[index] ?? 0])),
    [graph, laidOut],
  )
  const { nodes, leftOutCount } = graph
  return (
    <Card
      title="Who talks to whom"
      aside={
        <Toggle
          label="What makes a link wide"
          value={weight}
          choices={{ bytes: 'Bytes', alerts: 'Alerts' }}
          onChange={setWeight}
        />
      }
    >
      {nodes.length === 0 ? (
        <Empty title={weight === 'alerts' ? 'No alert names two hosts' : 'No flow is known yet'} />
      ) : (
        <>
          <p className="pb-2 text-xs text-ink-soft">
            Hosts of one colour exchange more with each other than with the rest. A ring and a red
            link: an alert names them.
            {total > links.length &&
              ` Of ${counted(total, 'pair')} the ${formatCount(links.length)} with the most bytes or alerts are looked at.`}
            {leftOutCount > 0 &&
              ` ${counted(leftOutCount, 'host with lighter links is', 'hosts with lighter links are')} left out.`}
          </p>
          {laidOut ? (
            <GraphPicture {...{ graph, communities, weight }} layout={laidOut.layout} />
          ) : (
            <p className="grid min-h-72 place-items-center text-sm text-ink-soft">
              Placing the hosts …
            </p>
          )}
          <LinkTable graph={graph} communities={communities} />
        </>
      )}
    </Card>
  )
}
