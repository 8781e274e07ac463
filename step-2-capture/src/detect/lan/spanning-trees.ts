import type { HostId } from '../../flow/host-rows.ts'
import type { HostTable } from '../../flow/host-table.ts'
import { BoundedMap } from '../../memory/bounded-map.ts'

/** 4,096 VLANs each have a tree, at 200 B. */
export const treeCountMax = 4_096
/** 1,024 bridges at 100 B; the one heard of first goes first. */
export const bridgeCountMax = 1_024
/** What a root has to say before it counts as one: at a message each two seconds. */
const settledCountMin = 2

interface Tree {
  root: HostId
  priority: number
  lastUs: number
  messageCount: number
}

/** What a configuration message says (IEEE 802.1D, section 9.3.1). */
export interface TreeMessage {
  /** -1 without a tag. */
  readonly vlan: number
  readonly priority: number
  /** MAC addresses. */
  readonly root: HostId
  readonly bridge: HostId
  readonly timeUs: number
  readonly hosts: HostTable
}

/** A better root than the one that is still there. */
export interface RootClaim {
  readonly owner: HostId
  /** The new one was heard of before, as a bridge. */
  readonly isKnown: boolean
}

/** Which bridge is the root of each spanning tree, and which bridges there are. */
export class SpanningTrees {
  readonly #silentUs: number
  readonly #trees = new BoundedMap<number, Tree>({ countMax: treeCountMax })
  readonly #bridges = new BoundedMap<HostId, true>({ countMax: bridgeCountMax })

  constructor(silentUs: number) {
    this.#silentUs = silentUs
  }

  /** Takes in a message; a claim where it names a better root than the one that is still there. */
  see(message: TreeMessage): RootClaim | undefined {
    const { vlan, priority, root, bridge, timeUs, hosts } = message
    const tree = this.#trees.get(vlan)
    if (tree === undefined || timeUs - tree.lastUs > this.#silentUs) {
      this.#trees.set(vlan, { root, priority, lastUs: timeUs, messageCount: 1 })
      this.#note(root, bridge)
      return undefined
    }
    if (tree.root === root) {
      tree.lastUs = timeUs
      tree.priority = priority
      tree.messageCount++
      this.#note(root, bridge)
      return undefined
    }
    const isBetter =
      priority < tree.priority || (priority === tree.priority && isLower(hosts, root, tree.root))
    if (!isBetter) {
      this.#note(root, bridge)
      return undefined
    }
    // Bridges that start at the same time find the best among them.
    if (tree.messageCount < settledCountMin) {
      this.#trees.set(vlan, { root, priority, lastUs: timeUs, messageCount: 1 })
      return undefined
    }
    return { owner: tree.root, isKnown: this.#bridges.has(root) }
  }

  /** A host id is about to be given to another address. */
  forget(host: HostId): void {
    this.#bridges.delete(host)
    for (const [vlan, tree] of this.#trees) if (tree.root === host) this.#trees.delete(vlan)
  }

  #note(root: HostId, bridge: HostId): void {
    this.#bridges.set(root, true)
    this.#bridges.set(bridge, true)
  }
}

/** Of two bridges of one priority the one with the lower MAC address is the root. */
function isLower(hosts: HostTable, one: HostId, other: HostId): boolean {
  const [high, otherHigh] = [hosts.addressWord(one, 2) >>> 0, hosts.addressWord(other, 2) >>> 0]
  if (high !== otherHigh) return high < otherHigh
  return hosts.addressWord(one, 3) >>> 0 < hosts.addressWord(other, 3) >>> 0
}
