import { createRoute, z } from '@hono/zod-openapi'
import { AppError, createRouter, jsonResponse, problemResponses } from 'step-2-capture'
import type { AlertStore } from '../alert/alert-store.ts'
import type { AlertWriter } from '../alert/alert-writer.ts'
import { errorCodes } from '../error-codes.ts'
import type { FlowStore } from '../flow-store/flow-store.ts'
import { addressQuery, hostExample, hostRecord, hostSummary } from './host-schemas.ts'

export interface HostRoutesContext {
  readonly flows: FlowStore
  readonly alerts: AlertStore
  readonly writer: AlertWriter
}

/** Alerts that the page of a host shows. */
const shownAlertCount = 20

const hostPage = z
  .object({ total: z.number().int(), offset: z.number().int(), hosts: z.array(hostSummary) })
  .openapi('Hosts', { example: { total: 1, offset: 0, hosts: [hostExample] } })

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

const getHost = createRoute({
  method: 'get',
  path: '/hosts/{address}',
  summary: 'One host: peers, ports, names, fingerprints, alerts, and what its risk is made of',
  request: { params: z.object({ address: z.union([z.ipv4(), z.ipv6()]) }) },
  responses: {
    200: jsonResponse(hostRecord, 'The host'),
    ...problemResponses(
      errorCodes.E_INVALID_INPUT,
      errorCodes.E_NO_HOST,
      errorCodes.E_FLOWS_UNAVAILABLE,
    ),
  },
})

export function hostRoutes({ flows, alerts, writer }: HostRoutesContext) {
  return createRouter()
    .openapi(getHosts, async (c) => {
      const query = c.req.valid('query')
      const { total, hosts } = await flows.hosts(query)
      return c.json({ total, offset: query.offset, hosts: [...hosts] }, 200)
    })
    .openapi(getHost, async (c) => {
      const { address } = c.req.valid('param')
      const found = await flows.host(address)
      await writer.caughtUp()
      const filter = { source: [address], suppressed: false }
      const sorted = { sort: 'severity', order: 'desc', limit: shownAlertCount } as const
      const { alerts: accusing } = await alerts.list({ filter, ...sorted })
      const { alerts: suffered } = await alerts.list({
        filter: { target: [address], suppressed: false },
        ...sorted,
      })
      if (!found && accusing.length === 0 && suffered.length === 0) throw noHost(address)
      const lists = { alerts: [...accusing], suffered: [...suffered] }
      return c.json({ ...(found ?? blank(address)), ...riskOf(accusing), ...lists }, 200)
    })
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
