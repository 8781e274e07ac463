import { createRoute, z } from '@hono/zod-openapi'
import {
  createRouter,
  jsonResponse,
  limitBody,
  problemResponses,
  requireJson,
  severity,
} from 'step-2-capture'
import { alertId } from '../alert/alert.ts'
import { errorCodes } from '../error-codes.ts'
import { sendTestAlert, type TestAlertContext } from '../notify/test-alert.ts'
import { smallBodyBytesMax } from './body-limits.ts'
import { plainText } from './query-values.ts'

const testAlert = (names: readonly string[]) =>
  z
    .strictObject({
      severity: severity.default('info'),
      message: plainText(500).trim().min(1).default('This is a test of the notification channels'),
      channels: z.array(z.enum(names)).max(names.length).optional(),
    })
    .openapi('TestAlert', { example: { severity: 'low', message: 'Is this thing on?' } })

const testResult = (names: readonly string[]) =>
  z
    .object({
      alert_id: alertId,
      results: z.array(
        z.object({
          channel: z.enum(names),
          status: z.enum(['sent', 'failed']),
          error: z.string().nullable(),
        }),
      ),
    })
    .openapi('TestAlertResult', {
      example: {
        alert_id: '5f0c7a2b91d34e68a0b1c2d3',
        results: [{ channel: 'slack', status: 'sent', error: null }],
      },
    })

const postTestAlert = (names: readonly string[]) =>
  createRoute({
    method: 'post',
    path: '/test-alert',
    summary: 'Keep an alert marked as a test, and send it over the channels at once',
    middleware: [limitBody(smallBodyBytesMax), requireJson] as const,
    request: {
      body: { required: true, content: { 'application/json': { schema: testAlert(names) } } },
    },
    responses: {
      200: jsonResponse(testResult(names), 'What each channel said; none is tried twice'),
      ...problemResponses(
        errorCodes.E_INVALID_INPUT,
        errorCodes.E_BAD_JSON,
        errorCodes.E_BODY_TOO_LARGE,
        errorCodes.E_NOT_JSON,
      ),
    },
  })

export function testAlertRoutes(context: TestAlertContext) {
  return createRouter().openapi(postTestAlert(context.config.channels.names), async (c) => {
    const { alertId: alert_id, results } = await sendTestAlert(context, c.req.valid('json'))
    return c.json({ alert_id, results }, 200)
  })
}
