import { createRoute, z } from '@hono/zod-openapi'
import {
  createRouter,
  jsonResponse,
  limitedArray,
  problemResponses,
  requireJson,
} from 'step-1-skeleton'
import { type FlowInput, flowInput, flowInputCountMax } from '../../capture/flow-input.ts'
import { type Detection, severity } from '../../detect/seam/detection.ts'
import { counted } from '../../detect/track/counted.ts'
import { errorCodes } from '../../error-codes.ts'
import type { CaptureContext } from '../capture-context.ts'

/** A scan of every port touches 65,536 flows; the first ones show which they are. */
const affectedCountMax = 100

const request = z
  .strictObject({
    flows: limitedArray(flowInput, flowInputCountMax),
  })
  .openapi('DetectRequest', {
    example: {
      flows: [
        {
          timestamp: '2026-01-14T09:00:00Z',
          src_ip: '192.0.2.66',
          dst_ip: '192.0.2.10',
          src_port: 40_000,
          dst_port: 22,
          protocol: 'TCP',
          bytes_sent: 60,
          bytes_received: 40,
          packets_sent: 1,
          packets_received: 1,
          duration: 0.01,
        },
      ],
    },
  })

const affectedFlow = z.object({
  timestamp: z.number(),
  src_ip: z.string(),
  dst_ip: z.string(),
  src_port: z.number().int(),
  dst_port: z.number().int(),
  protocol: z.number().int(),
})

const response = z
  .object({
    alerts: z.array(
      z.object({
        alert_id: z.string(),
        timestamp: z.iso.datetime(),
        severity,
        anomaly_score: z.number(),
        description: z.string(),
        affected_flows: z.array(affectedFlow),
      }),
    ),
    message: z.string(),
    timestamp: z.iso.datetime(),
  })
  .openapi('DetectResponse', {
    example: {
      alerts: [
        {
          alert_id: 'dd77045eef430620',
          timestamp: '2026-01-14T09:00:07.681Z',
          severity: 'high',
          anomaly_score: 0.85,
          description:
            '192.0.2.66 probed 1,000 TCP ports on 192.0.2.10 in 8 s; 986 were closed or silent',
          affected_flows: [
            {
              timestamp: 1_768_381_200,
              src_ip: '192.0.2.66',
              dst_ip: '192.0.2.10',
              src_port: 40_000,
              dst_port: 22,
              protocol: 6,
            },
          ],
        },
      ],
      message: '3000 flows judged, 1 alert',
      timestamp: '2026-01-14T09:00:10.000Z',
    },
  })

const postDetect = createRoute({
  method: 'post',
  path: '/detect',
  summary: 'Judge flow records, apart from the run',
  middleware: requireJson,
  request: { body: { required: true, content: { 'application/json': { schema: request } } } },
  responses: {
    200: jsonResponse(response, 'One alert a pattern'),
    ...problemResponses(
      errorCodes.E_INVALID_INPUT,
      errorCodes.E_BAD_JSON,
      errorCodes.E_BODY_TOO_LARGE,
      errorCodes.E_NOT_JSON,
      errorCodes.E_BUSY,
    ),
  },
})

export function detectRoutes({ flowJudge, now }: CaptureContext) {
  return createRouter().openapi(postDetect, async (c) => {
    const { flows } = c.req.valid('json')
    const detections = await flowJudge.judge(flows)
    const alerts = detections.map((detection) => toAlert(detection, flows))
    const message = `${counted(flows.length, 'flow')} judged, ${counted(alerts.length, 'alert')}`
    return c.json({ alerts, message, timestamp: now().toISOString() }, 200)
  })
}

function toAlert(detection: Detection, flows: readonly FlowInput[]) {
  const { detection_id, last_seen, severity, score, title, source, target } = detection
  const ends = target === null ? [source] : [source, target]
  const affected = flows.filter(({ src_ip, dst_ip }) =>
    ends.every((end) => end === src_ip || end === dst_ip),
  )
  return {
    alert_id: detection_id,
    timestamp: last_seen,
    severity,
    anomaly_score: score,
    description: title,
    affected_flows: affected.slice(0, affectedCountMax).map(toAffected),
  }
}

function toAffected({ timestamp, src_ip, dst_ip, src_port, dst_port, protocol }: FlowInput) {
  return { timestamp, src_ip, dst_ip, src_port, dst_port, protocol }
}
