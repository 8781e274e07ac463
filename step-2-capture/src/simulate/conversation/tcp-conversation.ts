import type { Host } from '../network/host.ts'
import type { Network } from '../network/network.ts'
import { noBytes } from '../packet-builder/tcp.ts'
import type { Process } from '../simulator.ts'
import { Flag, TcpSide } from './tcp-side.ts'

/** Who of the two speaks. */
export type Role = 'client' | 'server'

export interface TcpEnds {
  readonly client: Host
  readonly server: Host
  readonly port: number
  readonly clientPort?: number
}

/** Segments in flight at most: 120 full ones stay below every receive window of 256 kB. */
const congestionWindowMax = 120

/**
 * A TCP connection as the tap sees it: handshake, data cut into segments, acknowledgements,
 * now and then a segment sent twice, and the end. Callers read like a script of the dialogue.
 */
export class TcpConversation {
  readonly client: TcpSide
  readonly server: TcpSide
  readonly network: Network

  constructor(network: Network, ends: TcpEnds) {
    this.network = network
    this.client = new TcpSide(ends.client, ends.clientPort ?? ends.client.ephemeralPort())
    this.server = new TcpSide(ends.server, ends.port)
  }

  /** The handshake. False when the port is closed or filtered, or no host has the address. */
  *open(): Process<boolean> {
    const { client, server } = this
    yield* this.network.reach(client.host, server.host)
    if (!server.host.openPorts.has(server.port)) return yield* this.#openInVain()
    this.#transmit(client, Flag.syn)
    yield server.host.reactionUs()
    server.expected = client.sequence
    server.agreeWith(client)
    this.#transmit(server, Flag.syn | Flag.ack)
    yield client.host.reactionUs()
    this.acknowledge('client')
    yield client.host.random.exponential(60)
    return true
  }

  *#openInVain(): Process<false> {
    const { client, server } = this
    const syn = { flags: Flag.syn, sequence: client.sequence, payload: noBytes }
    const isDropped = server.host.closedPorts === 'drop'
    // 1, 2 and 4 s are the first waits of every stack (RFC 6298); then the program gives up.
    for (const waitS of isDropped ? [1, 2, 4] : [0]) {
      client.emit(this.network.wire, server, syn)
      yield waitS * 1e6 + client.host.random.exponential(8000)
    }
    if (isDropped) return false
    yield server.host.reactionUs()
    server.expected = (client.sequence + 1) >>> 0
    server.sequence = 0
    this.#transmit(server, Flag.rst | Flag.ack)
    return false
  }

  /** Sends bytes from one end, with the other end's acknowledgements between them. */
  *send(from: Role, data: Uint8Array): Process {
    const sender = this[from]
    for (let offset = 0; offset < data.length; ) {
      const end = Math.min(data.length, offset + sender.congestionWindow * sender.segmentSize)
      yield* this.#flight(from, data.subarray(offset, end))
      offset = end
      sender.congestionWindow = Math.min(congestionWindowMax, sender.congestionWindow * 2)
      if (offset < data.length) yield sender.host.reactionUs()
    }
  }

  /** One window of segments; every second one is acknowledged, and the last (RFC 1122 4.2.3.2). */
  *#flight(from: Role, data: Uint8Array): Process {
    const sender = this[from]
    const receiver = this.#other(sender)
    const { random } = sender.host
    const isLost = random.chance(sender.host.isLocal && receiver.host.isLocal ? 0.0004 : 0.004)
    const count = Math.ceil(data.length / sender.segmentSize)
    // A lone segment is often acknowledged by the answer itself, which costs no packet.
    const isPiggybacked = count === 1 && random.chance(0.45)
    const acks: { timeUs: number; sequence: number }[] = []
    let reactionUs = receiver.host.reactionUs()
    for (let index = 0; index < count; index++) {
      yield* this.#acknowledgeUntil(receiver, acks, index === 0 ? 0 : this.#gapUs(sender))
      const isLast = index === count - 1
      const start = index * sender.segmentSize
      const payload = data.subarray(start, start + sender.segmentSize)
      this.#transmit(sender, isLast ? Flag.psh | Flag.ack : Flag.ack, payload)
      if (isLast && isLost) {
        // Lost behind the tap: only the sender's timer brings it again (RFC 6298).
        yield* this.#acknowledgeUntil(receiver, acks, 220_000 + random.exponential(60_000))
        this.#resend(sender, payload)
      }
      if (isPiggybacked) receiver.expected = sender.sequence
      else if (isLast || index % 2 === 1) {
        reactionUs *= random.between(0.98, 1.03)
        acks.push({ timeUs: this.#nowUs + reactionUs, sequence: sender.sequence })
      }
    }
    yield* this.#acknowledgeUntil(receiver, acks, Number.POSITIVE_INFINITY)
  }

  /** Waits, and lets the receiver acknowledge what falls due meanwhile; Infinity: all of it. */
  *#acknowledgeUntil(
    receiver: TcpSide,
    acks: { timeUs: number; sequence: number }[],
    waitUs: number,
  ): Process {
    const endUs = this.#nowUs + waitUs
    for (let next = acks[0]; next && next.timeUs <= endUs; next = acks[0]) {
      yield next.timeUs - this.#nowUs
      receiver.expected = next.sequence
      this.#transmit(receiver, Flag.ack)
      acks.shift()
    }
    if (endUs > this.#nowUs && endUs !== Number.POSITIVE_INFINITY) yield endUs - this.#nowUs
  }

  #resend(sender: TcpSide, payload: Uint8Array): void {
    const sequence = (sender.sequence - payload.length) >>> 0
    const segment = { flags: Flag.psh | Flag.ack, sequence, payload }
    sender.emit(this.network.wire, this.#other(sender), segment)
  }

  /** Acknowledges everything that the other end has sent. */
  acknowledge(role: Role): void {
    const side = this[role]
    side.expected = this.#other(side).sequence
    this.#transmit(side, Flag.ack)
  }

  /** The exchange of FINs, begun by `first`. */
  *close(first: Role): Process {
    const closing = this[first]
    const other = this.#other(closing)
    closing.expected = other.sequence
    this.#transmit(closing, Flag.fin | Flag.ack)
    yield other.host.reactionUs()
    other.expected = closing.sequence
    if (other.host.random.chance(0.4)) {
      this.#transmit(other, Flag.ack)
      yield other.host.random.exponential(400)
    }
    this.#transmit(other, Flag.fin | Flag.ack)
    yield closing.host.reactionUs()
    closing.expected = other.sequence
    this.#transmit(closing, Flag.ack)
  }

  /** Ends the connection at once. */
  reset(role: Role): void {
    const side = this[role]
    side.expected = this.#other(side).sequence
    this.#transmit(side, Flag.rst | Flag.ack)
  }

  /** How long the given end takes to react to what the tap has just seen. */
  reactionUs(role: Role): number {
    return this[role].host.reactionUs()
  }

  get #nowUs(): number {
    return this.network.wire.nowUs
  }

  #gapUs(sender: TcpSide): number {
    return sender.host.packetGapUs * sender.host.random.between(0.9, 1.5)
  }

  #other(side: TcpSide): TcpSide {
    return side === this.client ? this.server : this.client
  }

  #transmit(from: TcpSide, flags: number, payload: Uint8Array = noBytes): void {
    from.transmit(this.network.wire, this.#other(from), flags, payload)
  }
}
