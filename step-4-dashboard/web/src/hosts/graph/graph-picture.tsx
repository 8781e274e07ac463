import { useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import { counted, formatBytes } from '../../format/quantity.ts'
import { visibleText } from '../../format/visible-text.ts'
import type { GraphNode, HostGraph } from './choose-nodes.ts'
import { type LinkWeight, weightOf } from './host-link.ts'
import type { Layout } from './lay-out.ts'

/** More names would cover each other; the others are named when they are pointed at. */
const namedCountMax = 25
/** Communities beyond the colours of a chart share the last one. */
const colorCount = 8
const margin = 40
const radiusMin = 4
const radiusMax = 14

export interface GraphPictureProps {
  readonly graph: HostGraph
  readonly layout: Layout
  readonly communities: ReadonlyMap<string, number>
  readonly weight: LinkWeight
}

/** Hosts as circles, the larger the more they sent; a ring marks those with alerts. */
export function GraphPicture({ graph, layout, communities, weight }: GraphPictureProps) {
  const [pointedAt, setPointedAt] = useState<string | null>(null)
  const [, navigate] = useLocation()
  const { nodes, links } = graph
  const places = useMemo(
    () => new Map(nodes.map(({ host }, index) => [host, layout[index] ?? ([0, 0] as const)])),
    [nodes, layout],
  )
  const heaviest = Math.max(1, ...links.map((link) => weightOf(link, weight)))
  const most = Math.max(1, ...nodes.map(({ bytes }) => bytes))
  const near = new Set(
    links
      .filter(({ source, target }) => source === pointedAt || target === pointedAt)
      .flatMap(({ source, target }) => [source, target]),
  )
  const isFaint = (host: string) => pointedAt !== null && host !== pointedAt && !near.has(host)
  return (
    <svg
      viewBox={boxOf(layout)}
      role="img"
      aria-label={`Who talks to whom: ${counted(nodes.length, 'host')} and ${counted(links.length, 'link')} between them`}
      className="max-h-[34rem] min-h-72 w-full"
    >
      {links.map((link) => {
        const [x1, y1] = places.get(link.source) ?? [0, 0]
        const [x2, y2] = places.get(link.target) ?? [0, 0]
        const isOff = pointedAt !== null && link.source !== pointedAt && link.target !== pointedAt
        return (
          <line
            key={`${link.source} ${link.target}`}
            {...{ x1, y1, x2, y2 }}
            className={link.alertCount > 0 ? 'stroke-critical' : 'stroke-ink-soft'}
            strokeWidth={0.6 + 4 * Math.sqrt(weightOf(link, weight) / heaviest)}
            strokeOpacity={isOff ? 0.06 : link.alertCount > 0 ? 0.75 : 0.3}
          />
        )
      })}
      {nodes.map((node, index) => {
        const [x, y] = layout[index] ?? [0, 0]
        const isNamed = index < namedCountMax || node.host === pointedAt || near.has(node.host)
        const radius = radiusOf(node, most)
        return (
          // The table below leads to each host by keyboard.
          // biome-ignore lint/a11y/noStaticElementInteractions: the picture is one image with a table
          <g
            key={node.host}
            opacity={isFaint(node.host) ? 0.25 : 1}
            className="cursor-pointer"
            onPointerEnter={() => setPointedAt(node.host)}
            onPointerLeave={() => setPointedAt(null)}
            onClick={() => navigate(`/hosts/${encodeURIComponent(node.host)}`)}
          >
            <title>{wordsOf(node)}</title>
            <circle
              cx={x}
              cy={y}
              r={radius}
              fill={`var(--series-${Math.min(colorCount - 1, communities.get(node.host) ?? 0) + 1})`}
              strokeWidth={node.alertCount > 0 ? 3 : 1}
              className={node.alertCount > 0 ? 'stroke-critical' : 'stroke-surface'}
            />
            {isNamed && (
              <text
                x={x}
                y={y - radius - 4}
                textAnchor="middle"
                className="pointer-events-none fill-ink stroke-surface font-mono text-[10px]"
                paintOrder="stroke"
                strokeWidth={3}
              >
                {visibleText(node.host)}
              </text>
            )}
          </g>
        )
      })}
    </svg>
  )
}

function wordsOf({ host, bytes, peerCount, alertCount }: GraphNode): string {
  const alerts = alertCount === 0 ? '' : `, in ${counted(alertCount, 'alert')}`
  return `${visibleText(host)}: ${formatBytes(bytes)} with ${counted(peerCount, 'host')}${alerts}`
}

function radiusOf({ bytes }: GraphNode, most: number): number {
  return radiusMin + (radiusMax - radiusMin) * Math.sqrt(bytes / most)
}

/** Room for every circle and its name. */
function boxOf(layout: Layout): string {
  const [xs, ys] = [layout.map(([x]) => x), layout.map(([, y]) => y)]
  const [left, top] = [Math.min(...xs) - 2 * margin, Math.min(...ys) - margin]
  const [width, height] = [Math.max(...xs) + 2 * margin - left, Math.max(...ys) + margin - top]
  return [left, top, width, height].map(Math.round).join(' ')
}
