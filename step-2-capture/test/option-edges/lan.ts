import { arpSpoofing } from '../../src/detect/lan/arp-spoofing.ts'
import { dhcpAbuse } from '../../src/detect/lan/dhcp-abuse.ts'
import { icmpRedirect } from '../../src/detect/lan/icmp-redirect.ts'
import { macFlood } from '../../src/detect/lan/mac-flood.ts'
import { neighbourSpoofing } from '../../src/detect/lan/neighbour-spoofing.ts'
import { discover, macBytes, neighbour, offer, redirect } from '../lan-script.ts'
import type { OptionEdge } from '../option-edge.ts'
import { TrafficScript } from '../traffic-script.ts'

/** Each sends one datagram; `repeated` of them send a second one. */
function devices({ count = 20, gapSeconds = 0.01, repeated = 0 } = {}): TrafficScript {
  const script = new TrafficScript()
  const send = (device: number, port: number) => {
    script.udp(`10.0.1.${device}:${port}`, '10.0.0.9:9').wait(gapSeconds)
    script.records.at(-1)?.bytes.set(macBytes(device), 6)
  }
  for (let device = 1; device <= repeated; device++) send(device, 2_000)
  for (let device = 1; device <= count; device++) send(device, 1_000)
  return script
}

function groupSenders(): TrafficScript {
  const script = devices()
  for (const { bytes } of script.records) bytes[6] = 0x13
  return script
}

const few = { macCountMin: 20, levels: { medium: 20, high: 40 } }
const ofMacFlood: readonly OptionEdge[] = [
  { option: 'macCountMin', script: devices, below: 21, at: 20 },
  { option: 'groupCountMin', script: groupSenders, below: 21, at: 20 },
  {
    option: 'newShareMin',
    script: () => devices({ repeated: 5 }),
    below: 0.81,
    at: 0.8,
    others: few,
  },
  {
    option: 'periodSeconds',
    script: () => devices({ gapSeconds: 1 }),
    below: 18,
    at: 19,
    others: few,
  },
  { option: 'levels.medium', script: devices, below: 21, at: 20, others: { macCountMin: 20 } },
  { option: 'levels.high', script: devices, below: 21, at: 20, others: few },
].map((edge) => ({ ...edge, detector: macFlood }))

/** Redirects of 10.0.0.66 to itself in the name of the gateway. */
function redirects({ count = 2, gapSeconds = 10 } = {}): TrafficScript {
  const script = new TrafficScript()
  script.arp(1, { address: '10.0.0.66', mac: '02:00:00:00:00:66' }, { address: '10.0.0.9' })
  for (let sent = 0; sent < count; sent++) {
    redirect(script, { from: '10.0.0.1', sender: 0x66, gateway: '10.0.0.66' }).wait(gapSeconds)
  }
  return script
}

const ofIcmpRedirect: readonly OptionEdge[] = [
  { option: 'redirectCountMin', script: redirects, below: 3, at: 2 },
  {
    option: 'forgetAfterSeconds',
    script: redirects,
    below: 9,
    at: 10,
    others: { redirectCountMin: 2 },
  },
].map((edge) => ({ ...edge, detector: icmpRedirect }))

/** Messages of one device, or of as many clients as there are messages. */
function discovers({ count = 6, clientCount = 1, gapSeconds = 1 } = {}): TrafficScript {
  const script = new TrafficScript()
  for (let sent = 0; sent < count; sent++) {
    const client = sent % clientCount
    discover(script, { client, sender: macBytes(clientCount === 1 ? 7 : client) }).wait(gapSeconds)
  }
  return script
}

/** Two servers offer one client two routers. */
function twoOffers(): TrafficScript {
  const script = new TrafficScript()
  offer(script, { server: '10.0.0.1', router: '10.0.0.1', transactionId: 1 })
  return offer(script, { server: '10.0.0.66', router: '10.0.0.66', transactionId: 1 })
}

const clients = () => discovers({ clientCount: 6 })
const sixMessages = { messageCountMin: 6, floodLevels: { medium: 6, high: 12 } }
const sixClients = { clientCountMin: 6, starvationLevels: { medium: 6, high: 12 } }
const ofDhcpAbuse: readonly OptionEdge[] = [
  { option: 'messageCountMin', script: discovers, below: 7, at: 6 },
  { option: 'clientCountMin', script: clients, below: 7, at: 6 },
  { option: 'periodSeconds', script: discovers, below: 4, at: 5, others: sixMessages },
  {
    option: 'forgetAfterSeconds',
    script: () => discovers({ gapSeconds: 20 }),
    below: 19,
    at: 20,
    others: { ...sixMessages, periodSeconds: 3_600 },
  },
  {
    option: 'floodLevels.medium',
    script: discovers,
    below: 7,
    at: 6,
    others: { messageCountMin: 6 },
  },
  { option: 'floodLevels.high', script: discovers, below: 7, at: 6, others: sixMessages },
  {
    option: 'starvationLevels.medium',
    script: clients,
    below: 7,
    at: 6,
    others: { clientCountMin: 6 },
  },
  { option: 'starvationLevels.high', script: clients, below: 7, at: 6, others: sixClients },
  { option: 'allow', script: twoOffers, below: [], at: ['10.0.0.66'] },
].map((edge) => ({ ...edge, detector: dhcpAbuse }))

const gateway = { address: '10.0.0.1' }
const asker = { address: '10.0.0.9' }
const liar = { address: gateway.address, mac: '02:00:00:00:be:ef' }

/** The true answer and, `gapSeconds` later, a false one, both without a request. */
function contradictions(gapSeconds: number): TrafficScript {
  const script = new TrafficScript()
  for (let turn = 0; turn < 2; turn++) {
    script.arp(2, gateway, asker).wait(gapSeconds).arp(2, liar, asker).wait(gapSeconds)
  }
  return script
}

function unasked(gapSeconds = 2): TrafficScript {
  // The capture shows what the asker asks.
  const script = new TrafficScript().arp(1, asker, { address: '10.0.0.3' })
  for (let sent = 0; sent < 5; sent++) script.arp(2, liar, asker).wait(gapSeconds)
  return script
}

/** Each request is answered after `delaySeconds`. */
function lateAnswers(delaySeconds: number): TrafficScript {
  const script = new TrafficScript()
  for (let turn = 0; turn < 5; turn++) {
    script.arp(1, asker, liar).wait(delaySeconds).arp(2, liar, asker).wait(1)
  }
  return script
}

/** The asker's way out changes to the device that made a claim `gapSeconds` before. */
function changedWayOut(gapSeconds: number): TrafficScript {
  const script = new TrafficScript()
  const toOutside = (device: string) => {
    script.ignored(asker.address, '93.184.216.34:443')
    script.records.at(-1)?.bytes.set(Buffer.from(device, 'hex'), 0)
  }
  toOutside('02000a000001')
  script.wait(1).arp(2, liar, asker).wait(gapSeconds)
  toOutside('02000000beef')
  return script
}

const onlyConflicts = { unaskedCountMin: 1_000 }
const ofArpSpoofing: readonly OptionEdge[] = [
  {
    option: 'conflictCountMin',
    script: () => contradictions(1),
    below: 4,
    at: 3,
    others: onlyConflicts,
  },
  {
    option: 'ownerSilentSeconds',
    script: () => contradictions(30),
    below: 30,
    at: 31,
    others: onlyConflicts,
  },
  { option: 'unaskedCountMin', script: unasked, below: 6, at: 5 },
  { option: 'unaskedSeconds', script: unasked, below: 7, at: 8 },
  { option: 'answerSeconds', script: () => lateAnswers(3), below: 3, at: 4 },
  { option: 'redirectSeconds', script: () => changedWayOut(20), below: 19, at: 20 },
  { option: 'allow', script: unasked, below: [], at: [gateway.address] },
].map((edge) => ({ ...edge, detector: arpSpoofing }))

/** The owner announces its address, another device claims it twice, each after a pause. */
function claims(pauseSeconds: number): TrafficScript {
  const script = neighbour(new TrafficScript(), { from: 1, of: 1 })
  neighbour(script.wait(pauseSeconds), { from: 6, of: 1 })
  return neighbour(script.wait(pauseSeconds), { from: 6, of: 1 })
}

function announcements(): TrafficScript {
  const script = new TrafficScript()
  for (let address = 1; address <= 6; address++)
    neighbour(script.wait(1), { from: address, of: address })
  return script
}

const ofNeighbourSpoofing: readonly OptionEdge[] = [
  { option: 'conflictCountMin', script: () => claims(1), below: 3, at: 2 },
  { option: 'ownerSilentSeconds', script: () => claims(20), below: 40, at: 41 },
  { option: 'floodCountMin', script: announcements, below: 7, at: 6 },
  {
    option: 'periodSeconds',
    script: announcements,
    below: 5,
    at: 6,
    others: { floodCountMin: 6 },
  },
  { option: 'forgetAfterSeconds', script: () => claims(20), below: 20, at: 21 },
  { option: 'allow', script: () => claims(1), below: [], at: ['fe80::1'] },
].map((edge) => ({ ...edge, detector: neighbourSpoofing }))

export const edges: readonly OptionEdge[] = [
  ...ofArpSpoofing,
  ...ofDhcpAbuse,
  ...ofIcmpRedirect,
  ...ofMacFlood,
  ...ofNeighbourSpoofing,
]
