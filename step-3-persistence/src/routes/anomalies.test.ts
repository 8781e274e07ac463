import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeDetection, manySources } from '../../test/detections.ts'
import { type OpenedApp, openApp } from '../../test/open-app.ts'

type Json = Record<string, unknown>

const noCounts = { info: 0, low: 0, medium: 0, high: 0, critical: 0 }

describe('the anomaly routes', () => {
  let opened: OpenedApp
  beforeEach(async () => {
    opened = await openApp()
  })
  afterEach(() => opened.close())

  const get = async (path: string) => {
    const response = await opened.request(path)
    return { status: response.status, body: (await response.json()) as Json }
  }
  const send = async (path: string, body: unknown, method = 'POST') => {
    const response = await opened.request(path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return { status: response.status, body: (await response.json()) as Json }
  }
  const storeMixed = async () => {
    const learned = { threshold: 0.3, severity: 'high' } as const
    opened.persistence.writer.take(
      [
        makeDetection({ detection_id: 'a', severity: 'critical' }),
        makeDetection({ detection_id: 'b', ...learned, score: 0.95 }),
        makeDetection({ detection_id: 'c', ...learned, score: 0.75 }),
        makeDetection({ detection_id: 'd', ...learned, score: 0.4, source: '10.0.0.77' }),
      ],
      'run-1',
    )
    await opened.persistence.writer.settled()
  }

  it('sums up nothing without dividing by it', async () => {
    expect(await get('/api/anomalies/summary')).toEqual({
      status: 200,
      body: {
        total: 0,
        anomaly_count: 0,
        normal_count: 0,
        by_severity: noCounts,
        anomaly_rate: 0,
      },
    })
  })

  it('sums up what was judged, in exactly these fields', async () => {
    await storeMixed()
    expect((await get('/api/v1/anomalies/summary')).body).toEqual({
      total: 4,
      anomaly_count: 3,
      normal_count: 1,
      by_severity: { ...noCounts, critical: 1, high: 1, medium: 1 },
      anomaly_rate: 0.75,
    })
  })

  it.each([
    ['', 4],
    ['is_anomaly=true', 3],
    ['is_anomaly=false', 1],
    ['severity=critical,high', 2],
    ['severity=info', 1],
    ['source=10.0.0.77', 1],
    ['kind=port_scan&detector=port-scan', 4],
    ['run_id=run-1', 4],
    ['run_id=run-2', 0],
    ['capture_source=pcap', 4],
    ['capture_source=live', 0],
    ["source=' OR 1=1--", 0],
  ])('lists by ?%s', async (query, total) => {
    await storeMixed()
    const { status, body } = await get(`/api/anomalies?${query}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ success: true, count: total, total, offset: 0 })
    expect(body.anomalies).toHaveLength(total)
    expect((await get(`/api/anomalies/summary?${query}`)).body).toMatchObject({ total })
  })

  it('names the alert that an anomaly belongs to', async () => {
    await storeMixed()
    const { body } = await get('/api/anomalies?is_anomaly=true')
    const [first] = body.anomalies as { alert_id: string }[]
    expect(await get(`/api/alerts/${first?.alert_id}`)).toMatchObject({ status: 200 })
    expect(await get(`/api/anomalies?alert_id=${first?.alert_id}`)).toMatchObject({
      body: { total: 3 },
    })
  })

  it('has a detection once, in its latest revision, with its sensor and family', async () => {
    const { writer } = opened.persistence
    const first = makeDetection({ detection_id: 'a' })
    const update = { ...first, revision: 2, title: 'newer', score: 0.9 }
    writer.take([first], 'run-1')
    writer.take([update], 'run-1')
    writer.take([first], 'run-1')
    await writer.settled()
    expect((await get('/api/anomalies')).body).toMatchObject({
      total: 1,
      anomalies: [{ revision: 2, title: 'newer', score: 0.9, family: 'behaviour', sensor: 'test' }],
    })
  })

  it('pages by offset, newest first', async () => {
    opened.persistence.writer.take(manySources(25), 'run-1')
    await opened.persistence.writer.settled()
    const pages = await Promise.all(
      [0, 10, 20, 30].map((offset) => get(`/api/anomalies?limit=10&offset=${offset}`)),
    )
    expect(pages.map(({ body }) => body.count)).toEqual([10, 10, 5, 0])
    const times = pages.flatMap(({ body }) =>
      (body.anomalies as { timestamp_epoch: number }[]).map((one) => one.timestamp_epoch),
    )
    expect(times).toEqual(times.toSorted((a, b) => b - a))
    expect(new Set(times).size).toBe(25)
  })

  it.each(['limit=0', 'limit=1001', 'offset=-1', 'is_anomaly=1', 'severity=x', 'sort=id;DROP'])(
    'refuses ?%s',
    async (query) => {
      expect(await get(`/api/anomalies?${query}`)).toMatchObject({
        status: 400,
        body: { error: { code: 'E_INVALID_INPUT' } },
      })
    },
  )

  describe('detecting', () => {
    const train = async () => {
      const sample = new URL('../../../samples/sample_batch.json', import.meta.url)
      const batch = JSON.parse(await readFile(sample, 'utf8'))
      expect((await send('/train', batch)).status).toBe(200)
      return batch
    }

    it('needs a model to score items', async () => {
      expect(await send('/api/anomalies/detect', { items: [{ size: 1, proto: 6 }] })).toMatchObject(
        { status: 409, body: { error: { code: 'E_NO_MODEL' } } },
      )
    })

    it('scores items as /analyze does, and keeps the result', async () => {
      const batch = await train()
      const { body: analysis } = await send('/analyze', batch)
      const { status, body } = await send('/api/anomalies/detect', batch)
      expect(status).toBe(200)
      expect(body).toMatchObject({
        success: true,
        total_samples: batch.items.length,
        anomaly_count: analysis.anomalies,
        anomaly_rate: (analysis.anomalies as number) / batch.items.length,
        model_version: analysis.model_version,
        run_id: expect.stringMatching(/^request-/),
      })
      expect(body.anomalies).toHaveLength(analysis.anomalies as number)
      expect(await get(`/api/anomalies?run_id=${body.run_id}`)).toMatchObject({
        body: { total: batch.items.length },
      })
      expect(await get('/api/alerts')).toMatchObject({ body: { total: 0 } })
    })

    it('judges again what is on record, with the thresholds of now', async () => {
      const batch = await train()
      await send('/api/anomalies/detect', batch)
      await storeMixed()
      const before = (await get('/api/anomalies/summary')).body
      expect(await send('/api/anomalies/detect', {})).toMatchObject({
        body: { anomaly_count: before.anomaly_count, run_id: null, model_version: null },
      })
      expect((await get('/api/anomalies/summary')).body).toEqual(before)

      await send('/api/config', { thresholds: { low: 0.3, medium: 0.35, high: 0.8 } }, 'PUT')
      const { body } = await send('/api/anomalies/detect', {})
      expect(body).toMatchObject({ anomaly_count: (before.anomaly_count as number) + 1 })
      const learned = async (severity: string) =>
        (await get(`/api/anomalies?kind=port_scan&severity=${severity}`)).body.total
      expect([await learned('critical'), await learned('high'), await learned('medium')]).toEqual([
        1, 1, 2,
      ])
    })

    it('judges the newest windows of the run with the model in force, each once', async () => {
      await send('/api/start', { source: { kind: 'pcap', sample: 'port-scan' } })
      await vi.waitUntil(() => opened.monitor.status().state === 'done', { timeout: 20_000 })
      const { body: first } = await send('/api/anomalies/detect', {})
      expect(first).toMatchObject({
        run_id: expect.stringMatching(/^windows-/),
        model_version: opened.versions.active?.version,
        anomalies_by_severity: { ...noCounts, low: first.anomaly_count },
      })
      expect(first.anomaly_count).toBeGreaterThan(0)
      expect(first.normal_count).toBeGreaterThan(0)
      const { body } = await get(`/api/anomalies?run_id=${first.run_id}&limit=1000`)
      const windows = body.anomalies as { source: string; capture: object; is_anomaly: boolean }[]
      expect(windows).toHaveLength(first.total_samples as number)
      expect(windows[0]).toMatchObject({ kind: 'host_window', capture: { source: 'pcap' } })
      expect(await get('/api/alerts?kind=host_window')).toMatchObject({ body: { total: 0 } })

      expect((await send('/api/anomalies/detect', {})).body).toEqual(first)
    })

    it('judges what is on record where nothing is sent, as curl -X POST does', async () => {
      await storeMixed()
      const response = await opened.request('/api/anomalies/detect', { method: 'POST' })
      expect(response.status).toBe(200)
      expect(await response.json()).toMatchObject({ total_samples: 4, run_id: null })
    })

    it('analyses an upload to its end, as a run that is kept', async () => {
      const scan = new URL('../../../samples/port-scan.pcap.gz', import.meta.url)
      const { file_id } = await opened.uploads.save('scan.pcap.gz', createReadStream(scan))
      const { status, body } = await send('/api/anomalies/detect', { file_id })
      expect(status).toBe(200)
      const { body: recorded } = await get(`/api/anomalies?run_id=${body.run_id}`)
      expect(recorded.total).toBeGreaterThan(0)
      const model_version = opened.versions.active?.id
      expect(body).toMatchObject({ total_samples: recorded.total, model_version })
      expect(body.anomalies).toContainEqual(expect.objectContaining({ kind: 'vertical_port_scan' }))
      const { body: runs } = await get('/api/runs')
      expect(runs.runs).toEqual([expect.objectContaining({ run_id: body.run_id, state: 'done' })])
      expect((await get('/api/alerts')).body.total).toBeGreaterThan(0)
    })

    it('says so when there is no such upload', async () => {
      expect(await send('/api/anomalies/detect', { file_id: 'f'.repeat(16) })).toMatchObject({
        status: 404,
        body: { error: { code: 'E_NO_FILE' } },
      })
    })

    it.each([
      { items: [] },
      { items: [{ size: 'x', proto: 6 }] },
      { items: [{ size: 1, proto: 6 }], file_id: 'f'.repeat(16) },
      { metrics: [] },
      [],
    ])('refuses %j', async (body) => {
      expect(await send('/api/anomalies/detect', body)).toMatchObject({ status: 400 })
    })
  })

  it('keeps the newest when there are too many', async () => {
    const { anomalies } = opened.persistence
    const epochs = [1, 2, 3, 4, 5]
    for (const epoch of epochs) {
      const sample = {
        sample_id: 's',
        run_id: `run-${epoch}`,
        is_anomaly: false,
        severity: 'info',
        stated: 'info',
        score: 0,
        confidence: null,
        detector: 'd',
        kind: 'sample',
        source: null,
        target: null,
        title: 't',
        timestamp: new Date(epoch * 1000).toISOString(),
        timestamp_epoch: epoch,
        capture: null,
        model_version: null,
        raw_score: null,
        threshold: null,
      } as const
      await anomalies.record([sample], new Date(epoch * 1000))
    }
    expect(await anomalies.prune(5)).toBe(0)
    expect(await anomalies.prune(2)).toBe(3)
    const { anomalies: left } = await anomalies.list({ filter: {}, limit: 10, offset: 0 })
    expect(left.map((one) => one.timestamp_epoch)).toEqual([5, 4])
  })
})
