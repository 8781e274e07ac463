import { expect, test } from 'vitest'
import { TrafficScript } from '../../test/traffic-script.ts'
import { portScan } from '../detect/scan/port-scan.ts'
import { Engine } from '../engine.ts'
import { PacketRows } from './recent-packet-rows.ts'

/** A scan of 30 ports, one every three seconds, and a minute of silence before a last packet. */
function scan(): TrafficScript {
  const script = new TrafficScript()
  for (let port = 1; port <= 30; port++) script.refused('10.0.0.5', `10.0.0.9:${port}`).wait(3)
  return script.wait(60).udp('10.0.0.1:5000', '10.0.0.2:53')
}

function notesOf(mode: 'file' | 'link') {
  const notes: { seconds: number; isBad: boolean }[] = []
  let rows: PacketRows | undefined
  const engine = new Engine({
    capture: { source: 'pcap', name: 'script' },
    detectors: [portScan],
    seed: 1,
    onDetection: () => {},
    onPacket: (packet, frame, isBad) => rows?.note(packet, frame, isBad),
    onRevised: (number) => rows?.revise(number),
  })
  rows = new PacketRows(engine, {
    mode,
    sink: { add: ({ timeSeconds, isBad }) => notes.push({ seconds: timeSeconds, isBad }) },
  })
  engine.push(scan().bytes())
  engine.end()
  const early = notes.length
  rows.settle()
  return { notes, early, rows: rows.take() }
}

test('a packet is given away with the verdict that it has in the end', () => {
  const { notes, early } = notesOf('file')
  expect(early).toBe(0)
  expect(notes.map(({ isBad }) => isBad)).toEqual([...Array(60).fill(true), false])
})

test('on a link a verdict is final after ten seconds', () => {
  const { notes, early } = notesOf('link')
  expect(early).toBe(60)
  const { length } = notes.filter(({ isBad }) => !isBad)
  expect(length).toBeGreaterThan(2)
  expect(length).toBeLessThan(20)
  expect(notes.at(59)?.isBad).toBe(true)
})

test('the newest rows have the verdict of now', () => {
  const { rows } = notesOf('file')
  expect(rows).toHaveLength(61)
  expect(rows[0]).toMatchObject({ Source: '10.0.0.5', bad_packet: '1' })
  expect(rows.at(-1)).toMatchObject({ Source: '10.0.0.1', bad_packet: '0' })
})
