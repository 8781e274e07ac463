import { createRoute, z } from '@hono/zod-openapi'
import { AppError, createRouter, jsonResponse, problemResponses } from 'step-2-capture'
import { addressKey } from '../alert/address-range.ts'
import type { AlertFilter } from '../alert/alert-filter.ts'
import type { AlertPair, HostAlertCounter } from '../alert/alert-hosts.ts'
import type { AlertStore } from '../alert/alert-store.ts'
import type { AlertWriter } from '../alert/alert-writer.ts'
import { errorCodes } from '../error-codes.ts'
import type { FlowStore } from '../flow-store/flow-store.ts'
import type { HostLink } from '../flow-store/host-links.ts'
import {
  addressQuery,
  hostExample,
  hostLink,
  hostRecord,
  linkQuery,
  listedHost,
  spanQuery,
} from './host-schemas.ts'

export interface HostRoutesContext {
  readonly flows: FlowStore
  readonly alerts: AlertStore
  readonly alertHosts: HostAlertCounter
  readonly writer: AlertWriter
}

/** Pairs of hosts whose alerts are counted, those in most alerts: some 100 B each. The others show none. */
const alertPairCountMax = 10_000
/** Alerts that the page of a host shows. */
const shownAlertCount = 20

const hostPage = z
  .object({ total: z.number().int(), offset: z.number().int(), hosts: z.array(listedHost) })
  .openapi('Hosts', {
    example: {
      total: 1,
      offset: 0,
      hosts: [{ ...hostExample, alerts_as_source: 3, alerts_as_target: 0 }],
    },
  })

const linkPage = z
  .object({
    /** Pairs with flows in all, shown or not. */
    total: z.number().int(),
    links: z.array(hostLink),
  })
  .openapi('HostLinks', {
    example: {
      total: 1,
      links: [
        {
          source: '10.0.0.5',
          target: '10.0.0.9',
          flows: 12,
          bytes: 9_000,
          alerts: 2,
          last_seen: '2026-11-28T04:00:00.000Z',
        },
      ],
    },
  })

const getHosts = createRoute({
  method: 'get',
  path: '/hosts',
  summary: 'The hosts of the flows that are kept, with their peers and bytes',
  request: { query: addressQuery },
  responses: {
    200: jsonResponse(hostPage, 'By the order that was asked for'),
    ...problemResponses(errorCodes.E_INVALID_INPUT, errorCodes.E_FLOWS_UNAVAILABLE),
  },
})

const getLinks = createRoute({
  method: 'get',
  path: '/hosts/links',
  summary: 'Who talks to whom: the pairs with the most bytes, and those in most alerts',
  request: { query: linkQuery },
  responses: {
    200: jsonResponse(linkPage, 'The pairs with the most bytes first; each pair once'),
    ...problemResponses(errorCodes.E_INVALID_INPUT, errorCodes.E_FLOWS_UNAVAILABLE),
  },
})

const getHost = createRoute({
  method: 'get',
  path: '/hosts/{address}',
  summary: 'One host: peers, ports, names, fingerprints, alerts, and what its risk is made of',
  request: {
    params: z.object({ address: z.union([z.ipv4(), z.ipv6()]) }),
    query: spanQuery,
  },
  responses: {
    200: jsonResponse(hostRecord, 'The host'),
    ...problemResponses(
      errorCodes.E_INVALID_INPUT,
      errorCodes.E_NO_HOST,
      errorCodes.E_FLOWS_UNAVAILABLE,
    ),
  },
})

export function hostRoutes({ flows, alerts, alertHosts, writer }: HostRoutesContext) {
  return createRouter()
    .openapi(getHosts, async (c) => {
      const query = c.req.valid('query')
      const { total, hosts } = await flows.hosts(query)
      await writer.caughtUp()
      const names = hosts.map(({ address }) => address)
      const counts = await alertHosts.ofHosts(names, shownIn(query))
      const listed = hosts.map((host) => {
        const { asSource = 0, asTarget = 0 } = counts.get(host.address) ?? {}
        return { ...host, alerts_as_source: asSource, alerts_as_target: asTarget }
      })
      return c.json({ total, offset: query.offset, hosts: listed }, 200)
    })
    .openapi(getLinks, async (c) => {
      const { address, limit, ...span } = c.req.valid('query')
      await writer.caughtUp()
      const filter = { ...shownIn(span), ...(address === undefined ? {} : { host: [address] }) }
      const found = await alertHosts.pairs(filter, alertPairCountMax)
      // What an alert names may be no address, such as a domain; it has no flows then.
      const named = found.filter(({ source, target }) => isAddress(source) && isAddress(target))
      const pairs = named.slice(0, limit).map(({ source, target }) => [source, target] as const)
      const page = await flows.links({ address, ...span, limit, pairs })
      return c.json({ total: page.total, links: withAlerts(page.links, named, limit) }, 200)
    })
    .openapi(getHost, async (c) => {
      const { address } = c.req.valid('param')
      const span = c.req.valid('query')
      const found = await flows.host({ address, ...span })
      await writer.caughtUp()
      const filter = { ...shownIn(span), source: [address] }
      const sorted = { sort: 'severity', order: 'desc', limit: shownAlertCount } as const
      const { alerts: accusing } = await alerts.list({ filter, ...sorted })
      const { alerts: suffered } = await alerts.list({
        filter: { ...shownIn(span), target: [address] },
        ...sorted,
      })
      if (!found && accusing.length === 0 && suffered.length === 0) throw noHost(address)
      const lists = { alerts: [...accusing], suffered: [...suffered] }
      return c.json({ ...(found ?? blank(address)), ...riskOf(accusing), ...lists }, 200)
    })
}

/** The alerts of a time that no rule hides. */
function shownIn({ from, to }: z.output<typeof spanQuery>): AlertFilter {
  const seconds = (text: string | undefined) =>
    text === undefined ? undefined : Date.parse(text) / 1000
  return { suppressed: false, from: seconds(from), to: seconds(to) }
}

function isAddress(name: string): boolean {
  return addressKey(name) !== undefined
}

/** The links with the number of their alerts, and of the `limit` pairs in most alerts those without a flow. */
function withAlerts(links: readonly HostLink[], pairs: readonly AlertPair[], limit: number) {
  const keyOf = ({ source, target }: { source: string; target: string }) => `${source} ${target}`
  const counts = new Map(pairs.map((pair) => [keyOf(pair), pair.count]))
  const known = new Set(links.map(keyOf))
  const others = pairs.slice(0, limit).filter((pair) => !known.has(keyOf(pair)))
  return [
    ...links.map((link) => ({ ...link, alerts: counts.get(keyOf(link)) ?? 0 })),
    ...others.map(({ source, target, count: alerts }) => ({
      ...{ source, target, flows: 0, bytes: 0, alerts },
      last_seen: null,
    })),
  ]
}

/** Alerts that a person has found to be wrong or done with say nothing about the host any more. */
const open = new Set(['new', 'acknowledged', 'escalated'])
/** Each kind counts once, by its gravest alert; the second half as much, the third a quarter. */
const decay = 0.5

/** A host's risk, 0 to 100: its gravest alert, and less of each further kind, with the parts named. */
function riskOf(
  accusing: readonly { kind: string; status: string; severity_score: number; alert_id: string }[],
) {
  const kinds = new Map<string, (typeof accusing)[number]>()
  for (const one of accusing)
    if (open.has(one.status) && !kinds.has(one.kind)) kinds.set(one.kind, one)
  const parts = [...kinds.values()].map(({ kind, alert_id, severity_score }, index) => ({
    kind,
    alert_id,
    points: Math.round(severity_score * decay ** index),
  }))
  const risk = Math.min(
    100,
    parts.reduce((sum, { points }) => sum + points, 0),
  )
  return { risk, risk_parts: parts }
}

function blank(address: string) {
  const counts = {
    flows: 0,
    peers: 0,
    bytes_sent: 0,
    bytes_received: 0,
    packets_sent: 0,
    packets_received: 0,
  }
  const lists = {
    peer_list: [],
    served_ports: [],
    contacted_ports: [],
    asked_names: [],
    own_names: [],
    ja4: [],
  }
  return { address, first_seen: null, last_seen: null, ...counts, ...lists }
}

function noHost(address: string): AppError {
  return new AppError(errorCodes.E_NO_HOST, `no flow and no alert is about ${address}`, {
    fix: 'GET /api/hosts lists the hosts of the flows that are kept.',
  })
}
