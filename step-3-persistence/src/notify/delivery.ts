import { z } from '@hono/zod-openapi'
import type { Notification } from './channel/channel.ts'

/** `waiting` for its first or next try, `sent`, or `dead`: given up, until a user tries again. */
export const deliveryState = z.enum(['waiting', 'sent', 'dead'])
export type DeliveryState = z.infer<typeof deliveryState>

export const deliveryId = z.uuid()

export const delivery = z
  .object({
    delivery_id: deliveryId,
    /** The name of a channel, as the configuration has it. */
    channel: z.string(),
    state: deliveryState,
    attempts: z.number().int(),
    /** Why the last try failed. */
    error: z.string().nullable(),
    alert_id: z.string().nullable(),
    title: z.string(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    /** When it is tried next; null once it is sent or dead. */
    next_try_at: z.iso.datetime().nullable(),
  })
  .openapi('Delivery', {
    example: {
      delivery_id: '0f8fad5b-d9cb-469f-a165-70867728950e',
      channel: 'email',
      state: 'dead',
      attempts: 5,
      error: 'the mail server answered 550',
      alert_id: '5f0c7a2b91d34e68a0b1c2d3',
      title:
        '10.0.0.5 probed 212 TCP ports on 10.0.0.9 in 8 s; 212 were closed or silent (threshold: 6)',
      created_at: '2026-11-21T07:50:08.530Z',
      updated_at: '2026-11-21T08:25:13.101Z',
      next_try_at: null,
    },
  })
export type Delivery = z.infer<typeof delivery>

/** A delivery with what is to be delivered. */
export interface PendingDelivery extends Pick<Delivery, 'delivery_id' | 'channel' | 'attempts'> {
  readonly notification: Notification
}
