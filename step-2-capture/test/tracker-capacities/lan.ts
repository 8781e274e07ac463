import { answerCountMax, bindingCountMax } from '../../src/detect/lan/arp-bindings.ts'
import { arpSpoofing } from '../../src/detect/lan/arp-spoofing.ts'
import { deviceCountMax, dhcpAbuse } from '../../src/detect/lan/dhcp-abuse.ts'
import { transactionCountMax } from '../../src/detect/lan/dhcp-offers.ts'
import { gatewayCountMax, gatewayTakeover } from '../../src/detect/lan/gateway-takeover.ts'
import { icmpRedirect, redirectCountMax } from '../../src/detect/lan/icmp-redirect.ts'
import { claimCountMax, neighbourSpoofing } from '../../src/detect/lan/neighbour-spoofing.ts'
import { injectedPairCountMax, segmentInjection } from '../../src/detect/lan/segment-injection.ts'
import { claimantCountMax, switchControl } from '../../src/detect/lan/switch-control.ts'
import { hopperCountMax, vlanHopping } from '../../src/detect/lan/vlan-hopping.ts'
import { gatewayUserCountMax } from '../../src/detect/lan/way-out.ts'
import { standby } from '../gateway-script.ts'
import { answeredTwice } from '../injection-script.ts'
import { discover, macBytes, neighbour, offer, redirect, router } from '../lan-script.ts'
import { treeMessage } from '../switch-script.ts'
import { address, type Capacity } from '../tracker-capacity.ts'
import { TrafficScript } from '../traffic-script.ts'
import { trunkWish } from '../vlan-script.ts'

const never = 1_000_000
const macText = (device: number) => macBytes(device).toString('hex')
const asker = { address: '10.0.0.9' }

export const capacities: readonly Capacity[] = [
  {
    of: 'devices that ask for a trunk',
    detector: vlanHopping.with({ requestCountMin: 2 }),
    countMax: hopperCountMax,
    event: (script, i) => {
      script.arp(1, { address: address(i), mac: macText(i) }, asker)
      trunkWish(script, macBytes(i))
    },
  },
  {
    of: 'devices that claim the address of routers',
    detector: gatewayTakeover.with({ claimCountMin: 2 }),
    countMax: gatewayCountMax,
    before: () => standby(new TrafficScript(), { from: '10.0.0.2' }),
    event: (script, i) => standby(script, { from: address(i) }),
  },
  {
    of: 'devices that use the gateway',
    detector: neighbourSpoofing,
    countMax: gatewayUserCountMax,
    // At last the first of them says that it is a router.
    event: (script, i, serial) => {
      if (serial !== i) {
        router(script, { from: i + 1, of: i + 1 })
        return
      }
      script.udp(`${address(i)}:5353`, '198.51.100.7:9000')
      script.records.at(-1)?.bytes.set([...macBytes(0xf000), ...macBytes(i + 1)], 0)
    },
  },
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
