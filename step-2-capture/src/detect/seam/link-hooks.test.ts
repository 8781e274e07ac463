import { expect, test } from 'vitest'
import { AirScript } from '../../../test/air-script.ts'
import { macBytes } from '../../../test/lan-script.ts'
import { TrafficScript } from '../../../test/traffic-script.ts'
import { WirelessKind } from '../../decode/wireless-frame.ts'
import { LinkType } from '../../pcap/link-type.ts'
import type { ObserverFactory } from './observer.ts'

/** What two observers are shown of the script, and how many packets nothing judges. */
function shownOf(script: TrafficScript) {
  const shown: string[] = []
  const kinds = Object.keys(WirelessKind)
  const observer: ObserverFactory = ({ wireless }) => ({
    onLink: () => void shown.push('link'),
    onArp: () => void shown.push('arp'),
    onWireless: () => void shown.push(`wireless ${kinds[wireless.kind]}`),
    onPayload: () => void shown.push('payload'),
  })
  const { undecodedCount } = script.engine(observer, observer)
  return { shown, undecodedCount }
}

const beacon = () => new AirScript().beacon(1).records[0]?.bytes as Uint8Array
const broadcast = Buffer.alloc(6, 0xff)
/** The header of CAPWAP, before a frame of Wi-Fi. */
const capwap = Buffer.from([0, 16, 1, 0, 0, 0, 0, 0])

test.each([
  ['a beacon', new AirScript().beacon(1), 'wireless announcement'],
  ['an end of a connection', new AirScript().leave({ from: 1 }), 'wireless leaving'],
  ['an encrypted one', new AirScript().leave({ from: 1 }, { isEncrypted: true }), 'wireless none'],
  [
    'a damaged one',
    new AirScript(LinkType.radiotap).beacon(1, {}, { isDamaged: true }),
    'wireless none',
  ],
])('%s is shown to each as a frame of Wi-Fi, and judged', (_, script, what) => {
  expect(shownOf(script)).toEqual({ shown: [what, what], undecodedCount: 0 })
})

test('a frame of Wi-Fi that a sensor sends on is shown beside the datagram that carries it', () => {
  const carried = Buffer.concat([capwap, beacon()])
  const script = new TrafficScript().udp('10.0.0.5:5247', '10.0.0.6:5247', carried)
  expect(shownOf(script)).toEqual({
    shown: ['wireless announcement', 'wireless announcement', 'payload', 'payload'],
    undecodedCount: 0,
  })
})

test('what is neither IP, ARP nor a frame of Wi-Fi is shown as such, and judged by nothing', () => {
  const script = new TrafficScript().ethernet(macBytes(1), broadcast, 0x88b5, Buffer.alloc(46))
  expect(shownOf(script)).toEqual({ shown: ['link', 'link'], undecodedCount: 1 })
})

test.each([
  ['of Ethernet and IPv4 is shown', '0001080006040001', ['arp', 'arp']],
  ['of another network is not', '0006080008040001', []],
])('ARP %s, and is judged', (_, head, shown) => {
  const data = Buffer.concat([Buffer.from(head, 'hex'), Buffer.alloc(38)])
  const script = new TrafficScript().ethernet(macBytes(1), broadcast, 0x0806, data)
  expect(shownOf(script)).toEqual({ shown, undecodedCount: 0 })
})
