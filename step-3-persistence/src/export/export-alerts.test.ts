import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeDetection, manySources } from '../../test/detections.ts'
import { type OpenedApp, openApp } from '../../test/open-app.ts'
import { csvCell } from './csv.ts'
import { exportAlerts } from './export-alerts.ts'
import { jsonLines } from './json-lines.ts'
import { observableId } from './stix-id.ts'

const hostile = makeDetection({
  detection_id: 'hostile',
  title: '=cmd|\' /C calc\'!A0, "quoted"\r\nnext\u202e\u001b[31m <img src=x onerror=alert(1)>',
  source: '2001:db8::1',
  target: '10.0.0.9',
  target_port: 443,
  community_id: '1:hO+sN4H+MG5MY/8hIrXPqc4ZQz0=',
  kind: 'a|b=c\\d',
  severity: 'critical',
  capture: { source: 'simulate', name: '+1=2' },
})

describe('the export', () => {
  let opened: OpenedApp
  beforeEach(async () => {
    opened = await openApp()
    const { writer } = opened.persistence
    writer.take([makeDetection({ detection_id: 'a' }), hostile], 'run-1')
    writer.take([makeDetection({ detection_id: 'm', source: 'aa:bb:cc:dd:ee:ff' })], 'run-1')
    await writer.settled()
  })
  afterEach(() => opened.close())

  const fetchText = async (query: string) => {
    const response = await opened.request(`/api/alerts/export?${query}`)
    expect(response.status).toBe(200)
    return { text: await response.text(), headers: response.headers }
  }
  const lines = async (query: string) => (await fetchText(query)).text.trimEnd().split('\n')
  const json = async (query: string) => (await lines(query)).map((line) => JSON.parse(line))

  it.each([
    ['jsonl', 'application/x-ndjson; charset=utf-8', 'alerts.jsonl'],
    ['csv', 'text/csv; charset=utf-8', 'alerts.csv'],
    ['eve', 'application/x-ndjson; charset=utf-8', 'alerts.eve.json'],
    ['ecs', 'application/x-ndjson; charset=utf-8', 'alerts.ecs.ndjson'],
    ['cef', 'text/plain; charset=utf-8', 'alerts.cef'],
    ['stix', 'application/stix+json;version=2.1', 'alerts.stix.json'],
  ])(
    'as %s is a file of its own type, with the source on every entry',
    async (format, type, name) => {
      const { text, headers } = await fetchText(`format=${format}`)
      expect(headers.get('content-type')).toBe(type)
      expect(headers.get('content-disposition')).toBe(`attachment; filename="${name}"`)
      expect(text).toContain('simulate')
      for (const unseen of ['\u001b', '\u202e']) expect(text).not.toContain(unseen)
    },
  )

  it('lets others have a turn between two pages', async () => {
    const { writer } = opened.persistence
    writer.take(manySources(1_500), 'run-2')
    await writer.settled()
    let turnCount = 0
    let isOver = false
    const count = () => {
      turnCount++
      if (!isOver) setImmediate(count)
    }
    const { alerts } = opened.persistence
    const texts = exportAlerts(alerts, {}, jsonLines)[Symbol.asyncIterator]()
    count()
    let textCount = 0
    while (!(await texts.next()).done) textCount++
    isOver = true
    expect(textCount).toBeGreaterThanOrEqual(4)
    expect(turnCount).toBeGreaterThanOrEqual(4)
  })

  it('names the flow in EVE and ECS as other tools do', async () => {
    const id = '1:hO+sN4H+MG5MY/8hIrXPqc4ZQz0='
    expect(await json('format=eve&severity=critical')).toMatchObject([{ community_id: id }])
    const ecs = await json('format=ecs&severity=critical')
    expect(ecs).toMatchObject([{ network: { community_id: id } }])
    const [other] = await json('format=eve&source=aa:bb:cc:dd:ee:ff')
    expect(other).not.toHaveProperty('community_id')
  })

  it('names the sensor where each format has a place for it, and the family', async () => {
    const query = 'severity=critical'
    const about = { sensor: 'test', family: 'behaviour' }
    expect(await json(query)).toMatchObject([about])
    expect(await json(`${query}&format=eve`)).toMatchObject([
      { host: 'test', alert: { metadata: { detector_family: ['behaviour'] } } },
    ])
    expect(await json(`${query}&format=ecs`)).toMatchObject([
      { observer: { hostname: 'test' }, net_anomaly: about },
    ])
    expect(await lines(`${query}&format=cef`)).toEqual([
      expect.stringMatching(/ dvchost=test .* cs4Label=detectorFamily cs4=behaviour /),
    ])
    expect((await lines(`${query}&format=csv`)).at(-1)).toMatch(/,test,behaviour$/)
    const { objects } = JSON.parse((await fetchText(`${query}&format=stix`)).text)
    const ofType = (type: string) =>
      objects.filter((object: { type: string }) => object.type === type)
    const [, sensor] = ofType('identity')
    expect(sensor).toMatchObject({ name: 'test', identity_class: 'system' })
    expect(ofType('sighting')).toMatchObject([
      { where_sighted_refs: [sensor.id], labels: ['source:simulate', 'family:behaviour'] },
    ])
  })

  it('writes what the latest revision says', async () => {
    const { writer } = opened.persistence
    writer.take([{ ...hostile, revision: 2, title: 'as it ended' }], 'run-1')
    await writer.settled()
    for (const format of ['jsonl', 'csv', 'eve', 'ecs', 'cef', 'stix']) {
      const { text } = await fetchText(`severity=critical&format=${format}`)
      expect(text).toContain('as it ended')
      expect(text).not.toContain('calc')
    }
    expect(await json('severity=critical')).toMatchObject([{ count: 1 }])
  })

  it('takes the filters of the list', async () => {
    expect(await json('capture_source=simulate')).toMatchObject([{ capture: { name: '+1=2' } }])
    expect(await json('severity=critical&source=2001:db8::/32')).toHaveLength(1)
    expect((await opened.request('/api/alerts/export?format=xml')).status).toBe(400)
    expect((await opened.request('/api/alerts/export?sort=score')).status).toBe(400)
  })

  it('is empty, and still well-formed, when nothing matches', async () => {
    expect((await fetchText('q=nothing')).text).toBe('')
    expect((await fetchText('q=nothing&format=csv')).text).toMatch(/^alert_id,status,.*\r\n$/)
    expect(JSON.parse((await fetchText('q=nothing&format=stix')).text).objects).toHaveLength(1)
  })

  it('writes every alert once, oldest first, over many pages', async () => {
    const { writer, alerts } = opened.persistence
    writer.take(manySources(1_300), 'run-2')
    await writer.settled()
    const rows = await json('format=jsonl')
    expect(rows).toHaveLength(await alerts.count({}))
    expect(new Set(rows.map((row) => row.alert_id)).size).toBe(rows.length)
    const created = rows.map((row) => row.created_at)
    expect(created.toSorted()).toEqual(created)
  })

  it('writes CSV that reads back, with formulas made inert and numbers intact', async () => {
    const { text } = await fetchText('format=csv&capture_source=simulate')
    const [header = [], row = []] = parseCsv(text)
    const cell = (name: string) => row[header.indexOf(name)]
    expect(row).toHaveLength(header.length)
    const title = hostile.title.replaceAll(/[\u202e\p{Cc}]/gu, (one) =>
      '\r\n'.includes(one) ? one : '\ufffd',
    )
    expect(cell('title')).toBe(`'${title}`)
    expect(cell('capture_name')).toBe("'+1=2")
    expect(cell('score')).toBe('0.8')
    expect(cell('target_port')).toBe('443')
  })

  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['a=1', 'a=1'],
    ['say "a", b', '"say ""a"", b"'],
    [-1.5, '-1.5'],
    [0, '0'],
    [null, ''],
  ])('writes the cell %j as %j', (value, text) => {
    expect(csvCell(value)).toBe(text)
  })

  it('writes events that Suricata could have written', async () => {
    const [first, second, third] = await json('format=eve')
    const events = [first, second, third]
    const event = events.find((one) => one.src_ip === '2001:db8::1')
    expect(event).toMatchObject({
      event_type: 'alert',
      timestamp: '2026-01-02T03:04:13.000000+0000',
      dest_ip: '10.0.0.9',
      dest_port: 443,
      alert: {
        metadata: { capture_source: ['simulate'] },
        action: 'allowed',
        severity: 1,
        signature: hostile.title,
        category: 'a|b=c\\d',
        signature_id: expect.any(Number),
      },
      net_anomaly: { capture: { source: 'simulate' } },
    })
    expect(event).not.toHaveProperty('pcap_filename')
    expect(events.map((one) => one.pcap_filename)).toContain('scan.pcap')
    expect(events.map((one) => one.ether?.src_mac)).toContain('aa:bb:cc:dd:ee:ff')
  })

  it('writes documents of the Elastic Common Schema', async () => {
    const documents = await json('format=ecs')
    const document = documents.find((one) => one.source.ip === '2001:db8::1')
    expect(document).toMatchObject({
      '@timestamp': '2026-01-02T03:04:13.000Z',
      message: hostile.title,
      tags: ['source:simulate', 'simulated'],
      event: { kind: 'alert', category: ['network', 'intrusion_detection'], type: ['info'] },
      destination: { ip: '10.0.0.9', port: 443 },
      threat: { technique: { id: ['T1046'] }, tactic: { name: ['Discovery'] } },
    })
    const macs = documents.map((one) => one.source.mac)
    expect(macs).toContain('AA-BB-CC-DD-EE-FF')
  })

  it('writes CEF that no text can break out of', async () => {
    const rows = await lines('format=cef')
    expect(rows).toHaveLength(3)
    const row = rows.find((line) => line.includes('simulate'))
    expect(row).toContain(
      '|a\\|b=c\\\\d|=cmd\\|\' /C calc\'!A0, "quoted" next\ufffd\ufffd[31m <img',
    )
    expect(row).toMatch(/\|10\|rt=1767323053000 start=1767323045000 /)
    expect(row).toContain('c6a2=2001:db8::1 dst=10.0.0.9 dpt=443')
    expect(row).toContain('cs2=+1\\=2')
  })

  it('writes a STIX bundle whose references lead somewhere', async () => {
    const { objects } = JSON.parse((await fetchText('format=stix')).text)
    const ids = new Set(objects.map((object: { id: string }) => object.id))
    expect(ids.size).toBe(objects.length)
    for (const object of objects) {
      expect(object.id).toMatch(/^[a-z0-9-]+--[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
      const references = Object.entries(object).flatMap(([name, value]) =>
        name.endsWith('_ref') || name.endsWith('_refs') ? [value].flat() : [],
      )
      for (const reference of references) expect(ids).toContain(reference)
    }
    const types = objects.map((object: { type: string }) => object.type)
    expect(types.filter((type: string) => type === 'attack-pattern')).toHaveLength(1)
    expect(types.filter((type: string) => type === 'sighting')).toHaveLength(3)
    const values = objects.map((object: { value?: string }) => object.value)
    expect(values).toEqual(expect.arrayContaining(['2001:db8::1', '10.0.0.9', '10.0.0.5']))
  })

  it('gives an address the id that every STIX program gives it', async () => {
    const { objects } = JSON.parse((await fetchText('format=stix')).text)
    const address = objects.find((object: { value?: string }) => object.value === '10.0.0.5')
    expect(address.id).toBe('ipv4-addr--9b2a70bf-92d9-5cd3-a61c-f06e7f0277c9')
    // The example of the specification itself (STIX 2.1, section 2.9).
    expect(observableId('ipv4-addr', '198.51.100.3')).toBe(
      'ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4',
    )
  })
})

/** A reader of RFC 4180, so that the test does not trust the writer. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quoted, plain, end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g,
  )) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}
