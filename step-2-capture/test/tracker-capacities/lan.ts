import { answerCountMax, bindingCountMax } from '../../src/detect/lan/arp-bindings.ts'
import { arpSpoofing } from '../../src/detect/lan/arp-spoofing.ts'
import { deviceCountMax, dhcpAbuse } from '../../src/detect/lan/dhcp-abuse.ts'
import { transactionCountMax } from '../../src/detect/lan/dhcp-offers.ts'
import { icmpRedirect, redirectCountMax } from '../../src/detect/lan/icmp-redirect.ts'
import { claimCountMax, neighbourSpoofing } from '../../src/detect/lan/neighbour-spoofing.ts'
import { injectedPairCountMax, segmentInjection } from '../../src/detect/lan/segment-injection.ts'
import { claimantCountMax, switchControl } from '../../src/detect/lan/switch-control.ts'
import { answeredTwice } from '../injection-script.ts'
import { discover, macBytes, neighbour, offer, redirect } from '../lan-script.ts'
import { treeMessage } from '../switch-script.ts'
import { address, type Capacity } from '../tracker-capacity.ts'
import { TrafficScript } from '../traffic-script.ts'

const never = 1_000_000
const macText = (device: number) => macBytes(device).toString('hex')
const asker = { address: '10.0.0.9' }

export const capacities: readonly Capacity[] = [
  {
    of: 'bridges that claim to be the root',
    detector: switchControl.with({ takeoverCountMin: 2, rootSilentSeconds: 600 }),
    countMax: claimantCountMax,
    before: () => treeMessage(treeMessage(new TrafficScript(), { root: 0xf000 }), { root: 0xf000 }),
    event: (script, i) => treeMessage(script, { root: i + 1 }),
  },
  {
    of: 'pairs with forged answers',
    detector: segmentInjection.with({ answerCountMin: 2 }),
    countMax: injectedPairCountMax,
    event: (script, i) => answeredTwice({ script, client: address(i) }),
  },
  {
    of: 'addresses that are claimed in ARP',
    detector: arpSpoofing.with({ unaskedCountMin: 2, conflictCountMin: never }),
    countMax: bindingCountMax,
    before: () => new TrafficScript().arp(1, asker, { address: '10.0.0.3' }),
    event: (script, i) => script.arp(2, { address: address(i) }, asker),
  },
  {
    of: 'answers in ARP',
    // The second answer comes from another device.
    detector: arpSpoofing.with({ conflictCountMin: 1, unaskedCountMin: never }),
    countMax: answerCountMax,
    event: (script, i, serial) => {
      script.arp(2, { address: address(i), mac: macText(serial) }, asker)
    },
  },
  {
    of: 'devices with DHCP messages',
    detector: dhcpAbuse.with({ messageCountMin: 2, clientCountMin: never }),
    countMax: deviceCountMax,
    event: (script, i) => discover(script, { client: i }),
  },
  {
    of: 'networks with DHCP clients',
    detector: dhcpAbuse.with({ clientCountMin: 2, messageCountMin: never }),
    countMax: deviceCountMax,
    event: (script, i, serial) => discover(script, { client: serial, to: address(i) }),
  },
  {
    of: 'DHCP transactions',
    // The second server of the first transaction offers another router.
    detector: dhcpAbuse,
    countMax: transactionCountMax,
    event: (script, i, serial) => {
      const server = serial > i ? '10.0.0.66' : '10.0.0.1'
      offer(script, { server, router: server, transactionId: i })
    },
  },
  {
    of: 'redirected hosts',
    detector: icmpRedirect.with({ redirectCountMin: 2 }),
    countMax: redirectCountMax,
    before: () => new TrafficScript().arp(1, { address: '10.0.0.66', mac: macText(0x66) }, asker),
    event: (script, i) => {
      redirect(script, { from: '10.0.0.1', sender: 0x66, gateway: '10.0.0.66', to: address(i) })
    },
  },
  {
    of: 'addresses of neighbours',
    // The second claim comes from another device.
    detector: neighbourSpoofing.with({
      conflictCountMin: 1,
      floodCountMin: never,
      ownerSilentSeconds: 3_600,
    }),
    countMax: claimCountMax,
    event: (script, i, serial) => neighbour(script, { from: serial, of: i + 1 }),
  },
]
