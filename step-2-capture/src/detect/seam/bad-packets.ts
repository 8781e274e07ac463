import { type FlowId, noFlow } from '../../flow/flow-rows.ts'
import { HostColumn, type HostId, noHost } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { AddressFamily } from '../../memory/address-words.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'
import { describePacket, macNumber } from './describe-packet.ts'
import { noMac, PacketRing, type SeenPacket } from './packet-ring.ts'
import { covers, isIn, type PacketScope } from './packet-scope.ts'
import type { Statement } from './reporter.ts'

/** What goes on is bad for the length of a window after it, at least. */
const badForUs = 10_000_000
/** What goes on is stated again before a tenth of its span has passed. */
const badForShare = 0.15
/** Before its first event a source asks for the address of its target by ARP. */
const leadUs = 1_000_000
/** Sources whose packets are looked at, 16 scopes of 100 B each are 1.6 kB: 3 MB. */
export const statedSourceCountMax = 2_048
/** What one source does at once, each to its own target and port; the oldest goes first. */
const scopeCountMax = 16
/** Targets that are flooded at once, 150 B each; and devices whose addresses are forged. */
export const floodedCountMax = 256
export const deviceCountMax = 16
/** Looks back that each packet pays for: a capture of a million detections costs no more. */
const lookCountPerPacket = 32
const lookCountMax = 1_048_576

/**
 * Which packets are bad because of what was stated: its evidence; those between its source and its
 * target on its port, both ways, in its time, and their ARP; of a flood those that reach its target,
 * from any address; of a source that is a device all that leave it. Packets that came before the
 * statement are marked in a ring of the newest ones.
 */
export class BadPackets {
  count = 0
  readonly #traffic: Traffic
  readonly #onRevised: (packetNumber: number) => void
  readonly #ring = new PacketRing()
  readonly #scopes = new BoundedMap<HostId, PacketScope[]>({ countMax: statedSourceCountMax })
  readonly #flooded = new BoundedMap<HostId, PacketScope>({ countMax: floodedCountMax })
  /** By the MAC address of the device. */
  readonly #devices = new BoundedMap<number, PacketScope>({ countMax: deviceCountMax })
  readonly #seen: SeenPacket = {
    timeUs: 0,
    originator: noHost,
    responder: noHost,
    responderPort: 0,
    protocol: 0,
    isOpening: false,
    mac: noMac,
    isBad: false,
  }
  readonly #past: SeenPacket = { ...this.#seen }
  #lookCount = lookCountMax
  /** The current packet is evidence of what was stated while it was judged. */
  #isEvidence = false

  /** @param onRevised Receives the number of an earlier packet, from 0, that turns out to be bad. */
  constructor(traffic: Traffic, onRevised: (packetNumber: number) => void = () => {}) {
    this.#traffic = traffic
    this.#onRevised = onRevised
  }

  /** Notes a statement whose source has this address. */
  note(statement: Statement, address: string): void {
    if (statement.severity === 'info' || statement.isPerhapsOrdinary) return
    this.#markEvidence(statement)
    const scope = this.#scopeOf(statement)
    const { source, target, isFlood, mac } = scope
    // The id of a host that is spoken of late may be another's by now.
    const isKnown = this.#traffic.hosts.text(source) === address
    const known: (PacketScope | undefined)[] = []
    if (isFlood) {
      known.push(this.#flooded.get(target))
      this.#flooded.renew(target, scope)
    }
    if (isKnown && mac !== noMac) {
      known.push(this.#devices.get(mac))
      this.#devices.renew(mac, scope)
    } else if (isKnown) known.push(this.#addScope(scope))
    const markedUs = known.map((one) => (one && covers(one, scope) ? one.untilUs : -Infinity))
    if (known.length > 0) this.#markPast(scope, Math.min(...markedUs))
  }

  /** Takes in the current packet, and says whether it is bad. */
  see(isBadItself: boolean): boolean {
    const seen = this.#seen
    describePacket(this.#traffic, seen)
    seen.isBad = isBadItself || this.#isEvidence || this.#isBad(seen)
    this.#isEvidence = false
    if (seen.isBad) this.count++
    this.#ring.add(seen)
    if (this.#lookCount < lookCountMax) this.#lookCount += lookCountPerPacket
    return seen.isBad
  }

  /** Whether the current datagram is bad, which was put together from packets. */
  hasPacket(): boolean {
    describePacket(this.#traffic, this.#seen)
    return this.#isBad(this.#seen)
  }

  onHostEvict(host: HostId): void {
    this.#scopes.delete(host)
    this.#flooded.delete(host)
  }

  #scopeOf(statement: Statement): PacketScope {
    const { source, target, targetPort, floods, protocol, firstUs, lastUs, evidence } = statement
    const { device = source, packetPort = targetPort } = statement
    const { hosts, timeUs } = this.#traffic
    const eventUs = lastUs ?? timeUs
    const isDevice = hosts.family(device) === AddressFamily.mac
    return {
      source,
      target: target ?? noHost,
      port: packetPort ?? -1,
      protocol: floods ?? protocol ?? -1,
      isFlood: floods !== undefined && target !== null,
      mac: isDevice ? macNumber(hosts.addressWord(device, 2), hosts.addressWord(device, 3)) : noMac,
      fromUs:
        Math.min(firstUs, this.#flowStartUs(statement), ...evidence.map(({ time }) => time * 1e6)) -
        leadUs,
      untilUs: eventUs + Math.max(badForUs, (eventUs - firstUs) * badForShare),
    }
  }

  /** The connection that it was seen in was opened for it. */
  #flowStartUs({ source, target, flow = this.#traffic.flow }: Statement): number {
    if (flow === noFlow || target === null) return Number.POSITIVE_INFINITY
    const { flows } = this.#traffic
    return this.#isBetween(flow, source, target) ? flows.firstUs(flow) : Number.POSITIVE_INFINITY
  }

  #isBetween(flow: FlowId, source: HostId, target: HostId): boolean {
    const { flows } = this.#traffic
    const [originator, responder] = [flows.originator(flow), flows.responder(flow)]
    return (
      (originator === source && responder === target) ||
      (originator === target && responder === source)
    )
  }

  /** Adds or renews what a source does; gives what was known of it. */
  #addScope(scope: PacketScope): PacketScope | undefined {
    const { hosts } = this.#traffic
    const { source, target, port, protocol } = scope
    const scopes = this.#scopes.get(source) ?? []
    const index = scopes.findIndex(
      (one) => one.target === target && one.port === port && one.protocol === protocol,
    )
    const [known] = index === -1 ? [] : scopes.splice(index, 1)
    if (scopes.length === scopeCountMax) scopes.shift()
    // What is said about the past does not shorten the time of what was said before.
    const untilUs = Math.max(scope.untilUs, known?.untilUs ?? 0)
    scopes.push({ ...scope, untilUs })
    this.#scopes.renew(source, scopes)
    const knownUs = hosts.value(source, HostColumn.badUntilUs)
    hosts.set(source, HostColumn.badUntilUs, Math.max(knownUs, untilUs))
    return known
  }

  #isBad(seen: SeenPacket): boolean {
    const { originator, responder } = seen
    if (originator !== noHost && this.#isInScope(originator, seen)) return true
    if (responder !== noHost && this.#isInScope(responder, seen)) return true
    if (this.#flooded.size > 0 && responder !== noHost) {
      const scope = this.#flooded.get(responder) ?? this.#flooded.get(originator)
      if (scope && scope.untilUs >= seen.timeUs && isIn(scope, seen)) return true
    }
    if (this.#devices.size > 0) {
      const scope = this.#devices.get(seen.mac)
      if (scope && scope.untilUs >= seen.timeUs && isIn(scope, seen)) return true
    }
    return false
  }

  #isInScope(host: HostId, seen: SeenPacket): boolean {
    const { flow, flows, hosts } = this.#traffic
    // What was open while its host was a source stays bad to its end.
    const openUs = flow === noFlow ? seen.timeUs : flows.firstUs(flow)
    if (hosts.value(host, HostColumn.badUntilUs) < openUs) return false
    for (const scope of this.#scopes.get(host) ?? []) {
      if (scope.untilUs >= openUs && isIn(scope, seen)) return true
    }
    return false
  }

  /** What it names as its evidence is bad, whatever address it bears. */
  #markEvidence({ evidence }: Statement): void {
    const { packet } = this.#traffic
    for (const { index, time } of evidence) {
      if (index === packet.index) this.#isEvidence = true
      const isKept = index >= this.#ring.oldest && index < this.#ring.count
      // Where packets were put in order the place in the ring is another packet's.
      if (!isKept || Math.abs(this.#ring.timeUs(index) - time * 1e6) > 1) continue
      this.#ring.read(index, this.#past)
      if (!this.#past.isBad) this.#markBad(index)
    }
  }

  /** Marks the packets before the current one that are in the scope and later than `markedUs`. */
  #markPast(scope: PacketScope, markedUs: number): void {
    const { hosts } = this.#traffic
    const past = this.#past
    const fromUs = Math.max(scope.fromUs, markedUs)
    const { oldest, count } = this.#ring
    for (let number = count - 1; number >= oldest && this.#lookCount > 0; number--) {
      if (this.#ring.timeUs(number) < fromUs) return
      this.#lookCount--
      this.#ring.read(number, past)
      if (past.isBad || !isIn(scope, past)) continue
      // An id that was given away since then is another host's.
      if (scope.mac === noMac && hosts.firstUs(scope.source) > past.timeUs) continue
      this.#markBad(number)
    }
  }

  #markBad(number: number): void {
    this.#ring.markBad(number)
    this.count++
    this.#onRevised(number)
  }
}
