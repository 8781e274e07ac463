import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { CaptureReader, Packet, type PacketReference, writePcap, writePcapng } from 'step-2-capture'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeDetection } from '../../test/detections.ts'
import { type OpenedApp, openApp } from '../../test/open-app.ts'

const packetCount = 500
const scan = new URL('../../../samples/port-scan.pcap.gz', import.meta.url)

function record(index: number, mark = 0) {
  const bytes = new Uint8Array(60 + (index % 40)).fill((index + mark) % 256)
  return { timeSeconds: 1_700_000_000 + index, timeNanoseconds: index * 1_000, bytes }
}

function reference(index: number): PacketReference {
  return { index, offset: 0, time: 1_700_000_000 + index + index / 1e6 }
}

describe('the packets of an alert', () => {
  let opened: OpenedApp
  beforeEach(async () => {
    opened = await openApp()
  })
  afterEach(() => opened.close())

  const records = (mark = 0) =>
    Array.from({ length: packetCount }, (_, index) => record(index, mark))
  const pcap = (mark = 0) => Buffer.concat([...writePcap(records(mark))])
  const upload = async (name: string, content: Uint8Array) => {
    const form = new FormData()
    form.append('file', new File([new Uint8Array(content)], name))
    // The router reads the body as it arrives, so the form is encoded first.
    const encoded = new Response(form)
    const response = await opened.request('/api/upload', {
      method: 'POST',
      headers: { 'content-type': encoded.headers.get('content-type') ?? '' },
      body: await encoded.arrayBuffer(),
    })
    expect(response.status).toBe(200)
    return ((await response.json()) as { file_id: string }).file_id
  }
  const see = async (given: Partial<Parameters<typeof makeDetection>[0]>) => {
    const { writer, alerts } = opened.persistence
    writer.take([makeDetection({ detection_id: 'a', ...given })], 'run-1')
    await writer.settled()
    const page = await alerts.list({ filter: {}, sort: 'last_seen', order: 'desc', limit: 1 })
    return page.alerts[0]?.alert_id
  }
  /** Starts a run, and waits until it is over and what it found is stored. */
  const start = async (source: Record<string, unknown>) => {
    await opened.request('/api/start', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ source }),
    })
    await vi.waitUntil(() => opened.monitor.status().state === 'done', { timeout: 20_000 })
    await opened.persistence.writer.settled()
  }
  const worstAlertId = async () => {
    const query = { filter: {}, sort: 'severity', order: 'desc', limit: 1 } as const
    return (await opened.persistence.alerts.list(query)).alerts[0]?.alert_id ?? ''
  }
  const evidence = [3, 77, 499].map(reference)
  const named = (name: string) => ({ evidence, capture: { source: 'pcap', name } as const })
  const get = (id: string | undefined) => opened.request(`/api/alerts/${id}/packets.pcap`)
  const code = async (response: Response) =>
    ((await response.json()) as { error: { code: string } }).error.code

  it.each([
    ['a pcap', 'a.pcap', () => pcap()],
    ['a packed one', 'a.pcap.gz', () => gzipSync(pcap())],
    ['a pcapng', 'a.pcapng', () => Buffer.concat([...writePcapng(records())])],
  ])('are cut out of %s, byte for byte', async (_, name, content) => {
    await upload(name, content())
    const id = await see(named(name))
    const kept = await opened.request(`/api/alerts/${id}/packets`)
    expect(await kept.json()).toEqual({ kept: 3, of: 3, reason: null, fix: null })
    const response = await get(id)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-disposition')).toMatch(
      /filename="alert-[0-9a-f]{24}\.pcap"/,
    )
    const packets = readAll(new Uint8Array(await response.arrayBuffer()))
    expect(packets).toEqual(
      [3, 77, 499].map((index) => {
        const { timeSeconds, timeNanoseconds, bytes } = record(index)
        return { timeSeconds, timeNanoseconds, bytes: [...bytes] }
      }),
    )
  })

  it('keep the links they came from', async () => {
    const interfaces = [{ linkType: 1 }, { linkType: 101 }]
    const mixed = records().map((one, index) => ({ ...one, interfaceIndex: index % 2 }))
    await upload('mixed.pcapng', Buffer.concat([...writePcapng(mixed, { interfaces })]))
    const two = [4, 77].map(reference)
    const response = await get(await see({ ...named('mixed.pcapng'), evidence: two }))
    const reader = new CaptureReader()
    const packet = new Packet()
    reader.push(new Uint8Array(await response.arrayBuffer()))
    const linkTypes: number[] = []
    while (reader.next(packet)) linkTypes.push(packet.linkType)
    expect(linkTypes).toEqual([1, 101])
  })

  it('are taken from the right one of two files of a name', async () => {
    const shifted = records(9).map((one) => ({ ...one, timeSeconds: one.timeSeconds + 5 }))
    await upload('a.pcap', pcap())
    await upload('a.pcap', Buffer.concat([...writePcap(shifted)]))
    const response = await get(await see(named('a.pcap')))
    const [first] = readAll(new Uint8Array(await response.arrayBuffer()))
    expect(first?.bytes).toEqual([...record(3).bytes])
  })

  it('are gone when the file is, or another one', async () => {
    const id = await see(named('a.pcap'))
    const none = await get(id)
    expect([none.status, await code(none)]).toEqual([410, 'E_PACKETS_GONE'])
    const short = Buffer.concat([...writePcap(records().slice(0, 100))])
    const file = await upload('a.pcap', short)
    expect((await get(id)).status).toBe(410)
    await opened.request(`/api/files/${file}`, { method: 'DELETE' })
    await upload('a.pcap', pcap())
    expect((await get(id)).status).toBe(200)
  })

  it('of a run are gone when its upload is removed', async () => {
    const file_id = await upload('scan.pcap.gz', await readFile(scan))
    await start({ kind: 'pcap', file_id })
    const id = await worstAlertId()
    expect((await get(id)).status).toBe(200)
    await opened.request(`/api/files/${file_id}`, { method: 'DELETE' })
    const response = await get(id)
    expect([response.status, await code(response)]).toEqual([410, 'E_PACKETS_GONE'])
  })

  it('come with their whole flows, and with all that their hosts exchanged, where that is asked', async () => {
    await start({ kind: 'pcap', sample: 'port-scan' })
    const path = `/api/alerts/${await worstAlertId()}/packets.pcap`
    const packetsOf = async (scope: string) => {
      const response = await opened.request(`${path}?scope=${scope}`)
      return readAll(new Uint8Array(await response.arrayBuffer()))
    }
    const [evidence, flows, hosts] = [
      await packetsOf('evidence'),
      await packetsOf('flows'),
      await packetsOf('hosts'),
    ]
    const ports = (packets: typeof flows) =>
      new Set(packets.flatMap(({ bytes }) => [(bytes[36] ?? 0) * 256 + (bytes[37] ?? 0)]))
    // Each probe of the scan was answered: the answer is of its flow.
    expect(flows.length).toBeGreaterThan(evidence.length)
    const asked = ports(flows)
    expect([...ports(evidence)].filter((port) => !asked.has(port))).toEqual([])
    expect(hosts.length).toBeGreaterThanOrEqual(flows.length)
    const addresses = hosts.map(({ bytes }) => bytes.slice(26, 34).join())
    expect(new Set(addresses).size).toBe(2)
    expect((await opened.request(`${path}?scope=all`)).status).toBe(400)
  })

  it('of a simulation are made again from its seed', async () => {
    await start({ kind: 'simulate', scenario: 'vertical_port_scan', seed: 7 })
    const id = await worstAlertId()
    const detail = await opened.persistence.alerts.get(id)
    const response = await get(id)
    expect(response.status).toBe(200)
    const packets = readAll(new Uint8Array(await response.arrayBuffer()))
    const times = packets.map((one) => one.timeSeconds + one.timeNanoseconds / 1e9)
    expect(detail?.evidence.length).toBeGreaterThan(0)
    for (const [i, { time }] of (detail?.evidence ?? []).entries()) {
      expect(times[i]).toBeCloseTo(time, 5)
    }
  })

  it('are counted before they are asked for, with the reason where they are gone', async () => {
    const kept = async (id: string | undefined) =>
      (await opened.request(`/api/alerts/${id}/packets`)).json()
    const live = await see({
      evidence,
      capture: { source: 'live', name: 'eth0' },
    })
    expect(await kept(live)).toMatchObject({
      kept: 0,
      of: 3,
      reason: 'the packets of eth0 have expired: 512 MiB and 168 hours of them are kept at most',
    })
  })

  it.each(['live', 'simulate'] as const)(
    'of %s traffic of an unknown run are gone',
    async (source) => {
      await upload('eth0', pcap())
      const response = await get(await see({ evidence, capture: { source, name: 'eth0' } }))
      expect([response.status, await code(response)]).toEqual([410, 'E_PACKETS_GONE'])
    },
  )

  it('are not there for an alert without evidence, nor without an alert', async () => {
    const response = await get(await see({ ...named('a.pcap'), evidence: [] }))
    expect([response.status, await code(response)]).toEqual([404, 'E_NO_EVIDENCE'])
    expect((await get('0'.repeat(24))).status).toBe(404)
    expect((await get('..%2f..%2fetc%2fpasswd')).status).toBe(400)
  })

  it('never lead out of the folder of uploads', async () => {
    for (const name of ['../model.json', '/etc/passwd', '..\\x', 'net-anomaly.sqlite']) {
      expect((await get(await see(named(name)))).status).toBe(410)
    }
  })
})

function readAll(bytes: Uint8Array) {
  const reader = new CaptureReader()
  const packet = new Packet()
  reader.push(bytes)
  const found: { timeSeconds: number; timeNanoseconds: number; bytes: number[] }[] = []
  while (reader.next(packet)) {
    const { timeSeconds, timeNanoseconds, offset, capturedLength } = packet
    const content = [...packet.bytes.subarray(offset, offset + capturedLength)]
    found.push({ timeSeconds, timeNanoseconds, bytes: content })
  }
  return found
}
