/** 4,096 devices at about 120 B; the one heard of first goes first. */
const deviceCountMax = 4_096
/** A router speaks for some addresses; who speaks for more is not worth knowing all of. */
const addressCountMax = 8

/** Which IPv4 addresses each MAC address of the local network claimed in ARP. All are host ids. */
export class Neighbours {
  readonly #addresses = new Map<number, number[]>()

  learn(mac: number, address: number): void {
    const known = this.#addresses.get(mac)
    if (known?.includes(address)) return
    if (known) {
      if (known.length < addressCountMax) known.push(address)
      return
    }
    if (this.#addresses.size === deviceCountMax) {
      const [oldest] = this.#addresses.keys()
      this.#addresses.delete(oldest as number)
    }
    this.#addresses.set(mac, [address])
  }

  /** The one address of a device, those that `isOthers` aside; -1 when there is none or several. */
  addressOf(mac: number, isOthers: (address: number) => boolean = () => false): number {
    const own = (this.#addresses.get(mac) ?? []).filter((address) => !isOthers(address))
    return own.length === 1 ? (own[0] as number) : -1
  }

  /** A host id is about to be given to another address. */
  forget(host: number): void {
    this.#addresses.delete(host)
  }
}
