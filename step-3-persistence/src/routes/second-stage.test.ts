import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Detection } from 'step-2-capture'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { manySources } from '../../test/detections.ts'
import { type OpenedApp, openApp } from '../../test/open-app.ts'
import { secondStageCountMax } from '../second-stage/second-stages.ts'

interface Version {
  readonly version_id: string
  readonly active: boolean
  readonly figures: Readonly<Record<string, number>>
  readonly weights: readonly { readonly feature: string; readonly weight: number }[]
}

interface ShownAlert {
  readonly alert_id: string
  readonly severity: string
  readonly severity_score: number
  readonly severity_parts: readonly { readonly part: string; readonly points: number }[]
}

describe('the second stage', () => {
  let folder: string
  let opened: OpenedApp
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'second-stage-'))
    opened = await openApp({ dataFolder: folder })
  })
  afterEach(async () => {
    await opened.close()
    await rm(folder, { recursive: true })
  })

  const send = async (method: string, path: string, body?: unknown) => {
    const init = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const response = await opened.request(path, { method, ...(body === undefined ? {} : init) })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  const store = async (detections: readonly Detection[]) => {
    opened.persistence.writer.take(detections, 'run-1')
    await opened.persistence.writer.settled()
  }
  const alertsOf = async (query: string) =>
    (await send('GET', `/api/alerts?limit=200&${query}`)).body.alerts as ShownAlert[]

  /** Alerts of two kinds that detectors call equally grave, decided by kind. */
  async function decide({ each, wrong = 0 }: { each: number; wrong?: number }) {
    for (const kind of ['port_scan', 'beaconing']) {
      const given = { kind, detector: kind }
      await store(
        manySources(each, given).map((one) => ({
          ...one,
          detection_id: `${kind}${one.detection_id}`,
        })),
      )
      for (const [index, { alert_id }] of (await alertsOf(`kind=${kind}`)).entries()) {
        const isConfirmed = (kind === 'port_scan') === index >= wrong
        const status = isConfirmed ? 'resolved' : 'false_positive'
        await send('PATCH', `/api/alerts/${alert_id}`, { status })
      }
    }
  }
  const train = async () =>
    (await send('POST', '/api/second-stage/train')).body as unknown as Version
  /** A new alert of a kind, from a host that no decision is about. */
  async function newAlert(kind: string, id: string): Promise<ShownAlert | undefined> {
    const source = `192.0.2.${id.length}`
    await store(
      manySources(1, { kind, detector: kind, source }).map((one) => ({
        ...one,
        detection_id: `${kind}-${id}`,
      })),
    )
    return (await alertsOf(`kind=${kind}&source=${source}`))[0]
  }

  it('learns nothing from too few decisions of a class, and says how many there are', async () => {
    await decide({ each: 9 })
    expect(await send('POST', '/api/second-stage/train')).toMatchObject({
      status: 422,
      body: { error: { code: 'E_TOO_FEW_DECISIONS', message: expect.stringMatching(/^9 alerts/) } },
    })
    expect((await send('GET', '/api/second-stage')).body).toMatchObject({
      decisions: { confirmed: 9, false_positives: 9 },
      decisions_needed: 10,
      active: null,
      versions: [],
    })
  })

  it('measures each decision by what the others teach, and acts only once it is activated', async () => {
    await decide({ each: 12 })
    const made = await train()
    expect(made.figures).toMatchObject({
      decisions: 24,
      confirmed: 12,
      false_positives: 12,
      folds: 12,
      ranked_right_before: 0.5,
      ranked_right_after: 1,
      confirmed_lowered: 0,
      false_positives_raised: 0,
    })
    const before = await newAlert('beaconing', 'a')
    expect(before?.severity_parts).not.toContainEqual(
      expect.objectContaining({ part: 'decisions_on_like_alerts' }),
    )
    await send('POST', `/api/second-stage/${made.version_id}/activate`)
    const [lower, higher] = [await newAlert('beaconing', 'aa'), await newAlert('port_scan', 'aa')]
    const points = (alert?: ShownAlert) =>
      alert?.severity_parts.find(({ part }) => part === 'decisions_on_like_alerts')?.points
    expect(points(lower)).toBeLessThan(0)
    expect(points(higher)).toBeGreaterThan(0)
    for (const alert of [lower, higher]) {
      const sum = alert?.severity_parts.reduce((total, part) => total + part.points, 0)
      expect(alert?.severity_score).toBe(sum)
    }
  })

  it('is not activated where it orders the decided alerts no better, unless that is accepted', async () => {
    await decide({ each: 20, wrong: 10 })
    const { version_id } = await train()
    const path = `/api/second-stage/${version_id}/activate`
    expect(await send('POST', path)).toMatchObject({
      status: 409,
      body: { error: { code: 'E_NOT_BETTER' } },
    })
    expect(await send('POST', path, { accept_worse: true })).toMatchObject({
      status: 200,
      body: { version_id, active: true },
    })
  })

  it('is on after a restart, goes back a step, and is off when its file is damaged', async () => {
    await decide({ each: 10 })
    const [first, second] = [await train(), await train()]
    for (const { version_id } of [first, second]) {
      await send('POST', `/api/second-stage/${version_id}/activate`, { accept_worse: true })
    }
    await opened.close()
    opened = await openApp({ dataFolder: folder })
    const active = async () => (await send('GET', '/api/second-stage')).body.active
    expect(await active()).toBe(second.version_id)
    await send('POST', '/api/second-stage/roll_back')
    expect(await active()).toBe(first.version_id)
    await send('POST', '/api/second-stage/off')
    expect(await active()).toBeNull()
    await send('POST', '/api/second-stage/roll_back')
    expect(await active()).toBe(first.version_id)
    await opened.close()
    await writeFile(join(folder, 'second-stage.json'), '{"versions":')
    opened = await openApp({ dataFolder: folder })
    expect(await active()).toBeNull()
    const damage = expect.stringMatching(
      /^the second stage is off: second-stage\.json cannot be read/,
    )
    const degraded = { status: 'degraded', problems: [damage] }
    expect((await send('GET', '/health')).body).toMatchObject(degraded)
    await train()
    expect((await send('GET', '/health')).body).toMatchObject({ status: 'ok' })
  })

  it('keeps as many versions as there is room for, and the one that acts among them', async () => {
    await decide({ each: 10 })
    const { version_id } = await train()
    await send('POST', `/api/second-stage/${version_id}/activate`, { accept_worse: true })
    const path = join(folder, 'second-stage.json')
    const kept = JSON.parse(await readFile(path, 'utf8'))
    const copies = Array.from({ length: secondStageCountMax }, (_, index) => ({
      ...kept.versions[0],
      version_id: `${index}`.padStart(12, '0'),
    }))
    await opened.close()
    await writeFile(path, JSON.stringify({ ...kept, versions: [...copies, ...kept.versions] }))
    opened = await openApp({ dataFolder: folder })
    await train()
    const { body } = await send('GET', '/api/second-stage')
    expect(body.versions).toHaveLength(secondStageCountMax)
    expect(body.active).toBe(version_id)
  })

  it('keeps both of two versions that are made at once', async () => {
    await decide({ each: 10 })
    const made = await Promise.all([train(), train()])
    const { body } = await send('GET', '/api/second-stage')
    expect(body.versions).toHaveLength(new Set(made.map(({ version_id }) => version_id)).size)
  })

  it('refuses a version that is not there', async () => {
    expect(await send('POST', '/api/second-stage/0123456789ab/activate')).toMatchObject({
      status: 404,
      body: { error: { code: 'E_NO_SECOND_STAGE' } },
    })
  })
})
