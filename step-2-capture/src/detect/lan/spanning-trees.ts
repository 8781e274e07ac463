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
  readonly root: HostId
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
  readonly #trees = new BoundedMap<number, Tree>({
    countMax: treeCountMax,
    onEvict: ({ root }) => this.#count(root, -1),
  })
  /** How many trees each host is the root of: most hosts that are forgotten are the root of none. */
  readonly #treeCountOf = new Map<HostId, number>()
  readonly #bridges = new BoundedMap<HostId, true>({ countMax: bridgeCountMax })

  constructor(silentUs: number) {
    this.#silentUs = silentUs
  }

  /** Takes in a message; a claim where it names a better root than the one that is still there. */
  see(message: TreeMessage): RootClaim | undefined {
    const { vlan, priority, root, bridge, timeUs } = message
    const tree = this.#trees.get(vlan)
    if (tree === undefined || timeUs - tree.lastUs > this.#silentUs) this.#begin(message, tree)
    else if (tree.root === root) {
      tree.lastUs = timeUs
      tree.priority = priority
      tree.messageCount++
    } else if (isBetter(message, tree)) {
      const isSettled = tree.messageCount >= settledCountMin
      if (isSettled) return { owner: tree.root, isKnown: this.#bridges.has(root) }
      // Bridges that start at the same time find the best among them.
      this.#begin(message, tree)
      return undefined
    }
    this.#bridges.set(root, true)
    this.#bridges.set(bridge, true)
    return undefined
  }

  /** A host id is about to be given to another address. */
  forget(host: HostId): void {
    this.#bridges.delete(host)
    if (!this.#treeCountOf.delete(host)) return
    for (const [vlan, tree] of this.#trees) if (tree.root === host) this.#trees.delete(vlan)
  }

  /** The root of the message takes the place of the one before it. */
  #begin({ vlan, root, priority, timeUs }: TreeMessage, before: Tree | undefined): void {
    if (before) this.#count(before.root, -1)
    this.#trees.set(vlan, { root, priority, lastUs: timeUs, messageCount: 1 })
    this.#count(root, 1)
  }

  #count(root: HostId, by: 1 | -1): void {
    const count = (this.#treeCountOf.get(root) ?? 0) + by
    if (count === 0) this.#treeCountOf.delete(root)
    else this.#treeCountOf.set(root, count)
  }
}

function isBetter({ priority, root, hosts }: TreeMessage, tree: Tree): boolean {
  if (priority !== tree.priority) return priority < tree.priority
  return isLower(hosts, root, tree.root)
}

/** Of two bridges of one priority the one with the lower MAC address is the root. */
function isLower(hosts: HostTable, one: HostId, other: HostId): boolean {
  const [high, otherHigh] = [hosts.addressWord(one, 2) >>> 0, hosts.addressWord(other, 2) >>> 0]
  if (high !== otherHigh) return high < otherHigh
  return hosts.addressWord(one, 3) >>> 0 < hosts.addressWord(other, 3) >>> 0
}
