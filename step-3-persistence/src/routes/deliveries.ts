import { createRoute, z } from '@hono/zod-openapi'
import { AppError, createRouter, jsonResponse, problemResponses } from 'step-2-capture'
import { errorCodes } from '../error-codes.ts'
import { delivery, deliveryId, deliveryState } from '../notify/delivery.ts'
import type { DeliveryStore } from '../notify/delivery-store.ts'

export interface DeliveryRoutesContext {
  readonly deliveries: DeliveryStore
  readonly now: () => Date
}

const listQuery = z.strictObject({
  state: deliveryState.optional(),
  limit: z.coerce.number<string>().int().min(1).max(500).default(50),
  offset: z.coerce.number<string>().int().min(0).max(100_000).default(0),
})

const deliveryPage = z
  .object({ total: z.number().int(), count: z.number().int(), deliveries: z.array(delivery) })
  .openapi('DeliveryPage', { example: { total: 0, count: 0, deliveries: [] } })

const getDeliveries = createRoute({
  method: 'get',
  path: '/deliveries',
  summary: 'Notifications that are waiting, sent, or dead: given up after five tries',
  request: { query: listQuery },
  responses: {
    200: jsonResponse(deliveryPage, 'The one that changed last comes first'),
    ...problemResponses(errorCodes.E_INVALID_INPUT),
  },
})

const postRetry = createRoute({
  method: 'post',
  path: '/deliveries/{id}/retry',
  summary: 'Try a dead notification again',
  request: { params: z.object({ id: deliveryId }) },
  responses: {
    200: jsonResponse(
      z.object({ retried: z.literal(true), delivery_id: deliveryId }).openapi('DeliveryRetry', {
        example: { retried: true, delivery_id: '0f8fad5b-d9cb-469f-a165-70867728950e' },
      }),
      'It waits for its next try',
    ),
    ...problemResponses(errorCodes.E_INVALID_INPUT, errorCodes.E_NO_DELIVERY),
  },
})

export function deliveryRoutes({ deliveries, now }: DeliveryRoutesContext) {
  return createRouter()
    .openapi(getDeliveries, async (c) => {
      const { total, deliveries: page } = await deliveries.list(c.req.valid('query'))
      return c.json({ total, count: page.length, deliveries: page }, 200)
    })
    .openapi(postRetry, async (c) => {
      const { id } = c.req.valid('param')
      if (!(await deliveries.revive(id, now()))) throw noDelivery(id)
      return c.json({ retried: true as const, delivery_id: id }, 200)
    })
}

function noDelivery(id: string): AppError {
  return new AppError(errorCodes.E_NO_DELIVERY, `there is no dead delivery ${id}`, {
    fix: 'GET /api/deliveries?state=dead lists those that can be tried again.',
  })
}
