import { describe, expect, it } from 'vitest'
import { makeAlert, makeRow, makeStats, makeStatus } from '../../test/live-parts.ts'
import type { LiveEvent } from './live-event.ts'
import { alertsPerTickMax, packetRowsPerTickMax, TickBuffer } from './tick-buffer.ts'

describe('TickBuffer', () => {
  it('keeps the newest status and statistics, and is empty when they are taken', () => {
    const buffer = new TickBuffer()
    buffer.add({ name: 'stats_update', data: makeStats({ sequence: 1 }) })
    buffer.add({ name: 'stats_update', data: makeStats({ sequence: 2 }) })
    buffer.add({ name: 'status', data: makeStatus({ state: 'running' }) })
    buffer.add({ name: 'status', data: makeStatus({ state: 'done' }) })
    expect(buffer.take()).toMatchObject([
      { name: 'status', data: { state: 'done' } },
      { name: 'stats_update', data: { sequence: 2 } },
    ])
    expect(buffer.isEmpty).toBe(true)
    expect(buffer.take()).toEqual([])
  })

  it('keeps the newest packets, in their order, up to its limit', () => {
    const buffer = new TickBuffer()
    for (let count = 0; count < packetRowsPerTickMax + 5; count++) {
      buffer.add({ name: 'packet_update', data: { packets: [makeRow(String(count))] } })
    }
    const [event] = buffer.take()
    const rows = event?.name === 'packet_update' ? event.data.packets : []
    expect(rows).toHaveLength(packetRowsPerTickMax)
    expect([rows[0]?.Time, rows.at(-1)?.Time]).toEqual(['5', String(packetRowsPerTickMax + 4)])
  })

  it('is not empty while anything waits, whatever it is', () => {
    const events: LiveEvent[] = [
      { name: 'status', data: makeStatus({}) },
      { name: 'stats_update', data: makeStats({}) },
      { name: 'packet_update', data: { packets: [makeRow('1')] } },
      alertEvent('alert_update', 'a', 1),
    ]
    for (const event of events) {
      const buffer = new TickBuffer()
      expect(buffer.isEmpty).toBe(true)
      buffer.add(event)
      expect(buffer.isEmpty, event.name).toBe(false)
    }
  })

  it('tells of an alert once, as it is now, and as new when it was new in this tick', () => {
    const buffer = new TickBuffer()
    buffer.add(alertEvent('new_alert', 'a', 1))
    buffer.add(alertEvent('alert_update', 'b', 7))
    buffer.add(alertEvent('alert_update', 'a', 3))
    expect(buffer.take()).toMatchObject([
      { name: 'new_alert', data: { alert_id: 'a', count: 3 } },
      { name: 'alert_update', data: { alert_id: 'b', count: 7 } },
    ])
  })

  it('tells of an alert as new when it came back after an update in this tick', () => {
    const buffer = new TickBuffer()
    buffer.add(alertEvent('alert_update', 'a', 2))
    buffer.add(alertEvent('new_alert', 'a', 3))
    expect(buffer.take()).toMatchObject([{ name: 'new_alert', data: { alert_id: 'a', count: 3 } }])
  })

  it('sends an alert once, and is empty afterwards', () => {
    const buffer = new TickBuffer()
    buffer.add(alertEvent('new_alert', 'a', 1))
    expect(buffer.isEmpty).toBe(false)
    expect(buffer.take()).toHaveLength(1)
    expect(buffer.isEmpty).toBe(true)
    expect(buffer.take()).toEqual([])
  })

  it('shows 50 packets a tick, and 100 alerts', () => {
    const buffer = new TickBuffer()
    const rows = Array.from({ length: 200 }, (_, at) => makeRow(String(at)))
    buffer.add({ name: 'packet_update', data: { packets: rows } })
    for (let at = 0; at < 200; at++) buffer.add(alertEvent('new_alert', String(at), 1))
    const [packets, ...alerts] = buffer.take()
    expect(packets?.name === 'packet_update' && packets.data.packets).toHaveLength(50)
    expect(alerts).toHaveLength(100)
  })

  it('does not grow in a flood of alerts', () => {
    const buffer = new TickBuffer()
    for (let count = 0; count < alertsPerTickMax + 1; count++) {
      buffer.add(alertEvent('new_alert', String(count), 1))
    }
    buffer.add(alertEvent('alert_update', '0', 2))
    const events = buffer.take()
    expect(events).toHaveLength(alertsPerTickMax)
    expect(events[0]).toMatchObject({ data: { alert_id: '0', count: 2 } })
  })
})

function alertEvent(
  name: 'new_alert' | 'alert_update',
  alert_id: string,
  count: number,
): LiveEvent {
  return { name, data: makeAlert({ alert_id, count }) }
}
