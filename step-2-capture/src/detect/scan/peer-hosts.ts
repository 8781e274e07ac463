import { AddressScope, scopeOf } from '../../flow/address-scope.ts'
import type { FlowId } from '../../flow/flow-rows.ts'
import type { HostId } from '../../flow/host-rows.ts'
import type { Traffic } from '../../flow/traffic.ts'
import { DistinctCounter } from '../../memory/distinct-counter.ts'
import { Tracker } from '../track/tracker.ts'
import { TrackerTable } from '../track/tracker-table.ts'

/** 1,024 sockets with a counter of up to 8 kB, 300 B as a rule. */
export const socketCountMax = 1_024
/** Hosts outside that answered one socket: a client has a socket for each server that it talks to. */
const peerCountMin = 8

class Socket extends Tracker {
  readonly peers = new DistinctCounter()
}

/**
 * Hosts that are part of a peer-to-peer network (BitTorrent's DHT, Ethereum's discovery, games): many
 * hosts outside answer one UDP port of theirs. Many of the peers that they know are gone, so their
 * failed connections are no scan. The answers are the condition: a host cannot give them to itself.
 */
export class PeerHosts {
  readonly #traffic: Traffic
  readonly #sockets: TrackerTable<Socket>
  readonly #peersUntilUs: Float64Array
  readonly #forgetAfterUs: number

  constructor(traffic: Traffic, forgetAfterSeconds: number) {
    this.#traffic = traffic
    this.#forgetAfterUs = forgetAfterSeconds * 1e6
    const bounds = { traffic, countMax: socketCountMax, forgetAfterSeconds }
    this.#sockets = new TrackerTable({ ...bounds, tracker: Socket })
    this.#peersUntilUs = new Float64Array(traffic.hosts.countMax)
  }

  /** A datagram flow was answered. */
  seeAnswer(flow: FlowId): void {
    const { flows, hosts, timeUs } = this.#traffic
    const peer = flows.responder(flow)
    if (scopeOf(hosts, peer) !== AddressScope.outside) return
    const host = flows.originator(flow)
    const { peers } = this.#sockets.open({ host, part: flows.originatorPort(flow) })
    peers.add(peer)
    if (peers.count >= peerCountMin) this.#peersUntilUs[host] = timeUs + this.#forgetAfterUs
  }

  has(host: HostId): boolean {
    return (this.#peersUntilUs[host] as number) >= this.#traffic.timeUs
  }

  forget(host: HostId): void {
    this.#peersUntilUs[host] = 0
  }
}
