import { isIP } from 'node:net'
import { createRoute, z } from '@hono/zod-openapi'
import {
  AppError,
  createRouter,
  jsonResponse,
  problemResponses,
  type RelatedPackets,
  type Relation,
} from 'step-2-capture'
import { type AlertDetail, alertId } from '../alert/alert.ts'
import type { AlertStore } from '../alert/alert-store.ts'
import { errorCodes } from '../error-codes.ts'
import {
  type EvidencePacket,
  readEvidence,
  readRelated,
  writeEvidence,
} from '../evidence/evidence-packets.ts'
import {
  type EvidenceContext,
  evidencePlace,
  expired,
  sourceGone,
} from '../evidence/evidence-place.ts'
import { requiredAlert } from './alerts.ts'

type Scope = z.infer<typeof scope>

export interface AlertPacketRoutesContext extends EvidenceContext {
  readonly alerts: AlertStore
}

const scope = z.enum(['evidence', 'flows', 'hosts']).default('evidence').openapi({
  description:
    'evidence: the packets that it rests on. flows: the whole flows of these. hosts: all between its source and its target, or all of its source where it has no target, from a minute before it to a minute after it. At most 100,000 packets or 32 MiB; the header `packets-kept` says of how many.',
})

/** What led to an alert and what followed is mostly seen within a minute. */
const marginSeconds = 60

const getPackets = createRoute({
  method: 'get',
  path: '/alerts/{id}/packets.pcap',
  summary: 'The packets behind an alert, cut out of the file that they came from',
  request: { params: z.object({ id: alertId }), query: z.strictObject({ scope }) },
  responses: {
    200: {
      description: 'A capture that Wireshark opens',
      content: {
        'application/vnd.tcpdump.pcap': { schema: z.string().openapi({ format: 'binary' }) },
      },
    },
    ...problemResponses(
      errorCodes.E_INVALID_INPUT,
      errorCodes.E_NO_ALERT,
      errorCodes.E_NO_EVIDENCE,
      errorCodes.E_PACKETS_GONE,
    ),
  },
})

/** Whether a download brings packets, asked before one is offered. */
const keptPackets = z
  .object({
    /** Of the packets that the alert names, those that are still there. */
    kept: z.number().int(),
    of: z.number().int(),
    /** Why some or all are gone, and what to do about it; null where none is. */
    reason: z.string().nullable(),
    fix: z.string().nullable(),
  })
  .openapi('KeptPackets', { example: { kept: 16, of: 16, reason: null, fix: null } })

const getKept = createRoute({
  method: 'get',
  path: '/alerts/{id}/packets',
  summary: 'Whether the packets behind an alert are still there, and why not',
  request: { params: z.object({ id: alertId }) },
  responses: {
    200: jsonResponse(keptPackets, 'How many a download brings'),
    ...problemResponses(errorCodes.E_INVALID_INPUT, errorCodes.E_NO_ALERT),
  },
})

export function alertPacketRoutes(context: AlertPacketRoutesContext) {
  const router = createRouter().openapi(getKept, async (c) => {
    const alert = await requiredAlert(context.alerts, c.req.valid('param').id)
    return c.json(await lookForPackets(alert, context), 200)
  })
  return router.openapi(getPackets, async (c) => {
    const alert = await requiredAlert(context.alerts, c.req.valid('param').id)
    const { scope } = c.req.valid('query')
    const { packets, leftOutCount } = await packetsIn(scope, alert, context)
    const body = new Uint8Array(writeEvidence(packets, alert.title))
    return c.body(body, 200, {
      'content-type': 'application/vnd.tcpdump.pcap',
      'content-disposition': `attachment; filename="alert-${alert.alert_id}.pcap"`,
      'packets-kept': `${packets.length} of ${scope === 'evidence' ? alert.evidence.length : packets.length + leftOutCount}`,
    })
  })
}

/** @throws AppError `E_NO_EVIDENCE`, `E_PACKETS_GONE` */
async function packetsIn(
  scope: Scope,
  alert: AlertDetail,
  context: AlertPacketRoutesContext,
): Promise<Pick<RelatedPackets, 'packets' | 'leftOutCount'>> {
  const evidence = await findPackets(alert, context)
  if (scope === 'evidence') return { packets: evidence, leftOutCount: 0 }
  const place = await evidencePlace(alert, context)
  return readRelated(place, alert.evidence, relationOf(scope, alert, evidence))
}

/** @throws AppError `E_NO_EVIDENCE` where its hosts have no addresses */
function relationOf(
  scope: Exclude<Scope, 'evidence'>,
  { source, target, first_seen_epoch, last_seen_epoch }: AlertDetail,
  evidence: readonly EvidencePacket[],
): Relation {
  if (scope === 'flows') return { kind: 'flows', of: evidence }
  if (isIP(source) === 0) {
    throw new AppError(errorCodes.E_NO_EVIDENCE, `${source} is no IP address`, {
      fix: 'Ask for scope=flows, or for the packets that the alert rests on.',
    })
  }
  const other = target !== null && isIP(target) > 0 ? target : undefined
  return {
    kind: 'hosts',
    addresses: other === undefined ? [source] : [source, other],
    fromSeconds: first_seen_epoch - marginSeconds,
    toSeconds: last_seen_epoch + marginSeconds,
  }
}

/** A file is not read for it: it may be large, and is checked when its packets are cut out. */
async function lookForPackets(
  alert: AlertDetail,
  context: AlertPacketRoutesContext,
): Promise<z.infer<typeof keptPackets>> {
  const of = alert.evidence.length
  try {
    const place = of > 0 && (await evidencePlace(alert, context))
    const isRing = place && place.kind === 'ring'
    const kept = isRing ? (await readEvidence(place, alert.evidence)).length : of
    const gone = isRing && kept < of && context.ring && expired(alert.capture.name, context.ring)
    return { kept, of, reason: gone ? gone.message : null, fix: gone ? gone.fix : null }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { kept: 0, of, reason: error.message, fix: error.fix }
  }
}

/** @throws AppError `E_NO_EVIDENCE`, `E_PACKETS_GONE` */
async function findPackets(
  alert: AlertDetail,
  context: AlertPacketRoutesContext,
): Promise<EvidencePacket[]> {
  const { evidence, capture } = alert
  if (evidence.length === 0) {
    throw new AppError(errorCodes.E_NO_EVIDENCE, 'this alert names no packets', {
      fix: 'Look at its reasons; not every detector can point at packets.',
    })
  }
  const place = await evidencePlace(alert, context)
  const packets = await readEvidence(place, evidence)
  if (packets.length > 0) return packets
  throw place.kind === 'ring' && context.ring
    ? expired(capture.name, context.ring)
    : sourceGone(capture)
}
