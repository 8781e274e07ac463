import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeDetection } from '../test/detections.ts'
import { pagerKind } from '../test/made-up-channel.ts'
import { type OpenedApp, openApp } from '../test/open-app.ts'
import type { Database } from './store/database.ts'
import { openDatabase } from './store/open-database.ts'

/** What no request waits for is in `logs/app.log`, with a code and what follows. */
describe('a failure in the background', () => {
  const pager = pagerKind(() => {
    throw new TypeError('a fault of the channel')
  })
  let opened: OpenedApp
  /** Another connection to the same database, through which the tests break it. */
  let db: Kysely<Database>
  beforeEach(async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    opened = await openApp({ channels: [pager.kind] })
    db = await openDatabase(join(opened.dataFolder, 'net-anomaly.sqlite'))
  })
  afterEach(async () => {
    await db.destroy()
    await opened.close()
    vi.restoreAllMocks()
  })

  const run = (statement: string) => sql.raw(statement).execute(db)
  const take = (kind: string) =>
    opened.persistence.writer.take([makeDetection({ detection_id: kind, kind })], `run-${kind}`)
  const switchOn = () =>
    opened.persistence.config.change({ channels: { pager: { enabled: true } } }, new Date())
  /** The line of that code, once it is there. */
  const logged = (code: string, dataFolder = opened.dataFolder) =>
    vi.waitFor(
      async () => {
        const text = await readFile(join(dataFolder, 'logs', 'app.log'), 'utf8')
        const lines = text.trimEnd().split('\n')
        const line = lines.map((one) => JSON.parse(one)).find((one) => one.code === code)
        expect(line, code).toBeDefined()
        return line as { level: number; msg: string; fix: string; err: { message: string } }
      },
      { timeout: 10_000, interval: 50 },
    )

  it('of a listener leaves the others their alerts', async () => {
    opened.persistence.writer.onAlerts(() => {
      throw new Error('a fault of the listener')
    })
    const heard = new Promise((resolve) => opened.persistence.writer.onAlerts(resolve))
    take('a')
    await heard
    expect(await logged('E_LISTENER_FAILED')).toMatchObject({
      level: 50,
      msg: 'a listener to stored alerts failed; it misses this one, the others do not',
      err: { type: 'Error', message: 'a fault of the listener' },
    })
  })

  it('of a batch that the database refuses names how much is lost', async () => {
    await run(`create trigger refuse before insert on alert when new.kind = 'poison'
      begin select raise(abort, 'refused'); end`)
    take('poison')
    expect(await logged('E_ALERTS_LOST')).toMatchObject({
      msg: 'the database refused 1 detections; they are dropped, later ones are stored',
      err: { message: expect.stringContaining('refused') },
    })
  })

  it('of a channel marks the delivery as dead, and says where the reason is', async () => {
    await switchOn()
    take('a')
    expect(await logged('E_DELIVERY_FAILED')).toMatchObject({
      msg: 'a delivery failed and is given up',
      err: { type: 'TypeError', message: 'a fault of the channel' },
    })
    await vi.waitFor(async () => {
      const { deliveries } = await opened.persistence.deliveries.list({ limit: 1, offset: 0 })
      expect(deliveries).toMatchObject([
        { state: 'dead', error: 'internal error; logs/app.log has it' },
      ])
    })
  })

  it('of the outbox says that it is tried again, and that alerts were not announced', async () => {
    await switchOn()
    await run('drop table delivery')
    expect(await logged('E_DELIVERY_FAILED')).toMatchObject({
      msg: 'the outbox could not be worked through; it is tried again',
    })
    take('a')
    expect(await logged('E_NOTIFICATION_FAILED')).toMatchObject({
      msg: 'messages about stored alerts were not queued; the list of alerts has them',
    })
  })

  it('of the maintenance says that it is tried again', async () => {
    await run('drop table anomaly')
    const { dataFolder } = opened
    const again = await openApp({ dataFolder, channels: [pager.kind] })
    expect(await logged('E_MAINTENANCE_FAILED', dataFolder)).toMatchObject({
      msg: 'old alerts and ended rules were not removed; it is tried again in a minute',
    })
    await again.close()
  })
})
