import { randomUUID } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import { isoTimeOfSeconds } from 'step-2-capture'
import type { Notification } from '../notify/channel/channel.ts'
import type { Delivery, PendingDelivery } from '../notify/delivery.ts'
import type { DeliveryOutcome, DeliveryQuery, DeliveryStore } from '../notify/delivery-store.ts'
import type { Database, DeliveryTable } from './database.ts'

/** The outbox in a SQL database. */
export class SqlDeliveryStore implements DeliveryStore {
  readonly #db: Kysely<Database>

  constructor(db: Kysely<Database>) {
    this.#db = db
  }

  async add(notification: Notification, channels: readonly string[], now: Date) {
    if (channels.length === 0) return
    const epoch = now.getTime() / 1000
    const rows = channels.map((channel) => ({
      delivery_id: randomUUID(),
      channel,
      state: 'waiting',
      attempts: 0,
      next_epoch: epoch,
      error: null,
      alert_id: notification.alert?.alert_id ?? null,
      title: notification.title,
      notification: JSON.stringify(notification),
      created_epoch: epoch,
      updated_epoch: epoch,
    }))
    await this.#db.insertInto('delivery').values(rows).execute()
  }

  async due(now: Date, limit: number): Promise<PendingDelivery[]> {
    const rows = await this.#db
      .selectFrom('delivery')
      .select(['delivery_id', 'channel', 'attempts', 'notification'])
      .where('state', '=', 'waiting')
      .where('next_epoch', '<=', now.getTime() / 1000)
      .orderBy('next_epoch')
      .limit(limit)
      .execute()
    return rows.map((row) => ({
      delivery_id: row.delivery_id,
      channel: row.channel,
      attempts: row.attempts,
      notification: JSON.parse(row.notification) as Notification,
    }))
  }

  async settle(deliveryId: string, outcome: DeliveryOutcome, now: Date): Promise<void> {
    const change = {
      sent: { state: 'sent', error: null },
      again: { state: 'waiting' },
      dead: { state: 'dead' },
    }[outcome.kind]
    await this.#db
      .updateTable('delivery')
      .set((eb) => ({
        ...change,
        ...(outcome.kind === 'sent' ? {} : { error: outcome.error }),
        ...(outcome.kind === 'again' ? { next_epoch: outcome.at.getTime() / 1000 } : {}),
        attempts: eb('attempts', '+', 1),
        updated_epoch: now.getTime() / 1000,
      }))
      .where('delivery_id', '=', deliveryId)
      .execute()
  }

  async list({ state, limit, offset }: DeliveryQuery) {
    const selected = () => {
      const query = this.#db.selectFrom('delivery')
      return state === undefined ? query : query.where('state', '=', state)
    }
    const rows = await selected()
      .selectAll()
      .orderBy('updated_epoch', 'desc')
      .orderBy('delivery_id')
      .limit(limit)
      .offset(offset)
      .execute()
    const { total } = await selected()
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow()
    return { deliveries: rows.map(toDelivery), total: Number(total) }
  }

  async revive(deliveryId: string, now: Date): Promise<boolean> {
    const epoch = now.getTime() / 1000
    const { numUpdatedRows } = await this.#db
      .updateTable('delivery')
      .set({ state: 'waiting', attempts: 0, next_epoch: epoch, updated_epoch: epoch })
      .where('delivery_id', '=', deliveryId)
      .where('state', '=', 'dead')
      .executeTakeFirst()
    return Number(numUpdatedRows) > 0
  }

  async prune(countMax: number): Promise<number> {
    const oldestKept = await this.#db
      .selectFrom('delivery')
      .select('updated_epoch')
      .where('state', '!=', 'waiting')
      .orderBy('updated_epoch', 'desc')
      .limit(1)
      .offset(countMax - 1)
      .executeTakeFirst()
    if (!oldestKept) return 0
    const { numDeletedRows } = await this.#db
      .deleteFrom('delivery')
      .where('state', '!=', 'waiting')
      .where('updated_epoch', '<', oldestKept.updated_epoch)
      .executeTakeFirst()
    return Number(numDeletedRows)
  }
}

function toDelivery(row: Selectable<DeliveryTable>): Delivery {
  return {
    delivery_id: row.delivery_id,
    channel: row.channel,
    state: row.state as Delivery['state'],
    attempts: row.attempts,
    error: row.error,
    alert_id: row.alert_id,
    title: row.title,
    created_at: isoTimeOfSeconds(row.created_epoch),
    updated_at: isoTimeOfSeconds(row.updated_epoch),
    next_try_at: row.state === 'waiting' ? isoTimeOfSeconds(row.next_epoch) : null,
  }
}
