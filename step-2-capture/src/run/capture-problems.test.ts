import { expect, test } from 'vitest'
import { CaptureBytes } from '../../test/capture-bytes.ts'
import { ethernet, ipv4, tcp } from '../../test/packet-bytes.ts'
import { Engine } from '../engine.ts'
import { captureProblems, problemTexts } from './capture-problems.ts'

function engineOf(capture: CaptureBytes): Engine {
  const engine = new Engine({
    capture: { source: 'pcap', name: 'problems' },
    detectors: [],
    seed: 1,
    onDetection: () => {},
  })
  engine.push(capture.toBytes())
  engine.end()
  return engine
}

function textsOf(engine: Engine): string[] {
  const { packetCount: packets, undecodedCount: undecoded } = engine
  return problemTexts({ packets, undecoded, ...captureProblems(engine) })
}

const segment = ethernet(0x0800, ipv4(6, tcp([])))
const little = () => new CaptureBytes({ littleEndian: true })

test('a sound capture has no problems', () => {
  const engine = engineOf(little().pcapHeader().pcapRecord({ data: segment }))
  expect(captureProblems(engine)).toEqual({})
  expect(textsOf(engine)).toEqual([])
})

test('says the share of packets that hold nothing to judge, and their link type', () => {
  const bytes = little().pcapHeader({ linkType: 777 })
  for (let count = 0; count < 4; count++) bytes.pcapRecord({ data: segment })
  expect(textsOf(engineOf(bytes))).toEqual([
    '4 of 4 packets (100 %) hold neither IP nor ARP that could be decoded, and were not judged; ' +
      'unknown link type 777',
  ])
})

test('counts what an Ethernet capture holds beside IP and ARP', () => {
  const bytes = little().pcapHeader().pcapRecord({ data: segment })
  bytes.pcapRecord({ data: ethernet(0x88cc, segment) })
  expect(engineOf(bytes).undecodedCount).toBe(1)
})

test('says which times are odd', () => {
  const bytes = little().pcapHeader()
  for (const seconds of [100, 99_999, 101, 103, 102]) bytes.pcapRecord({ seconds, data: segment })
  const engine = engineOf(bytes)
  expect(captureProblems(engine)).toEqual({ times: { out_of_order: 1, from_the_future: 1 } })
  expect(textsOf(engine)).toEqual([
    '1 packet has a time in the future of the others',
    '1 packet has a time before that of an earlier record',
  ])
})
