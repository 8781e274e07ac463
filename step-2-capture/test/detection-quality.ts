import { arpSenderMacOffset, isEthernetArp } from '../src/decode/arp.ts'
import { decodeFrame } from '../src/decode/decode-frame.ts'
import { Frame } from '../src/decode/frame.ts'
import { detectors } from '../src/detect/detectors.ts'
import { unusualWindows } from '../src/detect/model/unusual-windows.ts'
import type { Detection } from '../src/detect/seam/detection.ts'
import { Engine } from '../src/engine.ts'
import { AddressFamily, addressText, writeAddressWords } from '../src/memory/address-words.ts'
import { CaptureReader } from '../src/pcap/capture-reader.ts'
import { Packet } from '../src/pcap/packet.ts'
import { readDefaultModel } from '../src/train/default-model.ts'

/** Kinds for which ATT&CK has no technique: a hint of the protocol, or of a model. */
const withoutTechnique = new Set(['unusual_host_behaviour'])
/** Kinds whose senders are all invented: one stands for all, and its packet is the last. */
const withInventedSenders = new Set(['mac_flood', 'announcement_flood', 'beacon_flood'])
/** Traffic times in detections are seconds as doubles: microseconds survive, no more. */
const timeToleranceSeconds = 2e-6

/**
 * What is wrong with the detections of a capture, as sentences; none when each can be believed.
 * @param change What to do to each of them before, so that a test can see the faults.
 */
export async function faultsOf(
  capture: Uint8Array,
  change: (detection: Detection) => Detection = (detection) => detection,
): Promise<string[]> {
  const detections = (await detectionsOf(capture)).map(change)
  const packets = packetsOf(capture, new Set(detections.flatMap(indicesOf)))
  return detections.flatMap((detection) =>
    [...faultsOfWords(detection), ...faultsOfEvidence(detection, packets)].map(
      (fault) => `${detection.kind} (${detection.title}): ${fault}`,
    ),
  )
}

async function detectionsOf(capture: Uint8Array): Promise<Detection[]> {
  const detections: Detection[] = []
  const engine = new Engine({
    capture: { source: 'pcap', name: 'capture' },
    seed: 1,
    detectors: [...detectors, unusualWindows.using(await readDefaultModel())],
    onDetection: (detection) => detections.push(detection),
  })
  engine.push(capture)
  engine.end()
  return detections
}

function indicesOf({ evidence }: Detection): number[] {
  return evidence.map(({ index }) => index)
}

function faultsOfWords(detection: Detection): string[] {
  const { title, reasons, recommendation, technique, kind, target } = detection
  const faults: string[] = []
  const namesSomething = /\d/.test(title) || (target !== null && title.includes(target))
  if (!namesSomething) faults.push('the title names neither a number nor the target')
  if (detection.first_seen_epoch > detection.last_seen_epoch) faults.push('it begins after its end')
  if (reasons.length === 0) faults.push('there is no reason')
  for (const { feature, actual, typical } of reasons) {
    if (!isTold(actual) || !isTold(typical)) faults.push(`${feature} is ${actual}, not ${typical}`)
  }
  if (!reasons.some(({ actual, typical }) => actual !== typical)) {
    faults.push('every reason is typical')
  }
  if (recommendation.length < 30) faults.push('there is no recommendation')
  if (technique === null && !withoutTechnique.has(kind)) faults.push('there is no technique')
  return faults
}

function isTold(value: number | string): boolean {
  return typeof value === 'string' ? value !== '' : Number.isFinite(value)
}

function faultsOfEvidence(detection: Detection, packets: ReadonlyMap<number, Seen>): string[] {
  const { evidence, source, target, title, kind, last_seen_epoch: lastSeen } = detection
  if (evidence.length === 0) return ['there is no evidence']
  return evidence.flatMap(({ index, offset, time }) => {
    const packet = packets.get(index)
    if (!packet) return [`there is no packet ${index}`]
    const faults: string[] = []
    if (packet.offset !== offset) faults.push(`packet ${index} lies at ${packet.offset}`)
    if (Math.abs(packet.time - time) > timeToleranceSeconds) {
      faults.push(`packet ${index} was seen at ${packet.time}, not at ${time}`)
    }
    if (time > lastSeen + timeToleranceSeconds) faults.push(`packet ${index} came later`)
    // A device that forges addresses is known by the MAC address that the title names.
    const isInvolved = [...packet.addresses].some(
      (address) =>
        address === source || address === target || (isMac(address) && title.includes(address)),
    )
    const isOneOfMany = withInventedSenders.has(kind) && index !== evidence.at(-1)?.index
    if (!isInvolved && !isOneOfMany) {
      const addresses = [...packet.addresses].join(', ')
      faults.push(`packet ${index} is between ${addresses}; neither ${source} nor ${target}`)
    }
    return faults
  })
}

function isMac(address: string): boolean {
  return address.length === 17 && address.split(':').length === 6
}

interface Seen {
  readonly offset: number
  readonly time: number
  /** The IP, ARP and MAC addresses in it. */
  readonly addresses: ReadonlySet<string>
}

/** Reads the packets of the given indices as anybody would who has only the file. */
function packetsOf(capture: Uint8Array, wanted: ReadonlySet<number>): Map<number, Seen> {
  const found = new Map<number, Seen>()
  const reader = new CaptureReader()
  const packet = new Packet()
  const frame = new Frame()
  reader.push(capture)
  for (let index = 0; reader.next(packet); index++) {
    if (!wanted.has(index)) continue
    decodeFrame(packet, frame)
    const time = packet.timeUs / 1e6
    found.set(index, { offset: packet.recordOffset, time, addresses: addressesOf(packet, frame) })
  }
  return found
}

function addressesOf({ bytes }: Packet, frame: Frame): Set<string> {
  const addresses = new Set<string>()
  const add = (offset: number, length: number) => {
    if (offset !== -1) addresses.add(textOf(bytes, offset, length))
  }
  add(frame.sourceAddressOffset, frame.addressLength)
  add(frame.destinationAddressOffset, frame.addressLength)
  add(frame.sourceMacOffset, 6)
  add(frame.destinationMacOffset, 6)
  if (isEthernetArp(bytes, frame)) add(arpSenderMacOffset(frame), 6)
  return addresses
}

function textOf(bytes: Uint8Array, offset: number, length: number): string {
  const words = new Uint32Array(4)
  writeAddressWords(words, 0, bytes, offset, length)
  const { ipv4, ipv6, mac } = AddressFamily
  return addressText(length === 4 ? ipv4 : length === 6 ? mac : ipv6, [...words])
}
