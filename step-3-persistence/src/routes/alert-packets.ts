import { createRoute, z } from '@hono/zod-openapi'
import { AppError, type CaptureContext, createRouter, problemResponses } from 'step-2-capture'
import { type AlertDetail, alertId } from '../alert/alert.ts'
import type { AlertStore } from '../alert/alert-store.ts'
import { errorCodes } from '../error-codes.ts'
import { captureFilesNamed } from '../evidence/capture-files.ts'
import { type EvidencePacket, readEvidence, writeEvidence } from '../evidence/evidence-packets.ts'
import { requiredAlert } from './alerts.ts'

export interface AlertPacketRoutesContext extends Pick<CaptureContext, 'uploads' | 'samples'> {
  readonly alerts: AlertStore
}

const getPackets = createRoute({
  method: 'get',
  path: '/alerts/{id}/packets.pcap',
  summary: 'The packets behind an alert, cut out of the file that they came from',
  request: { params: z.object({ id: alertId }) },
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

export function alertPacketRoutes(context: AlertPacketRoutesContext) {
  return createRouter().openapi(getPackets, async (c) => {
    const alert = await requiredAlert(context.alerts, c.req.valid('param').id)
    const packets = await findPackets(alert, context)
    const body = new Uint8Array(writeEvidence(packets, alert.title))
    return c.body(body, 200, {
      'content-type': 'application/vnd.tcpdump.pcap',
      'content-disposition': `attachment; filename="alert-${alert.alert_id}.pcap"`,
    })
  })
}

/** @throws AppError `E_NO_EVIDENCE`, `E_PACKETS_GONE` */
async function findPackets(
  { evidence, capture }: AlertDetail,
  context: AlertPacketRoutesContext,
): Promise<EvidencePacket[]> {
  if (evidence.length === 0) {
    throw new AppError(errorCodes.E_NO_EVIDENCE, 'this alert names no packets', {
      fix: 'Look at its reasons; not every detector can point at packets.',
    })
  }
  if (capture.source !== 'pcap') throw notKept(capture)
  for (const path of await captureFilesNamed(capture.name, context)) {
    const packets = await readEvidence(path, evidence)
    if (packets) return packets
  }
  throw new AppError(errorCodes.E_PACKETS_GONE, `the file ${capture.name} is not there any more`, {
    fix: 'Upload it again under the same name: the alert still knows which packets they were.',
  })
}

function notKept({ source, name }: AlertDetail['capture']): AppError {
  const isLive = source === 'live'
  const message = isLive ? `packets of ${name} were not kept` : `${name} was a simulation`
  return new AppError(errorCodes.E_PACKETS_GONE, message, {
    fix: isLive
      ? 'Record with tcpdump -w beside the capture, and upload the file when you need its packets.'
      : 'npm run net-anomaly -- simulate writes the same traffic to a file.',
  })
}
