import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** Addresses and networks, as a detector's `allow` option lists them. */
export class AddressList {
  readonly #list = new BlockList()

  /** @param entries Checked IP addresses and CIDR networks. */
  constructor(entries: readonly string[]) {
    for (const entry of entries) {
      const [address = '', bits] = entry.split('/')
      const family = isIPv4(address) ? 'ipv4' : 'ipv6'
      if (bits === undefined) this.#list.addAddress(address, family)
      else this.#list.addSubnet(address, Number(bits), family)
    }
  }

  /** A MAC address is in no list. */
  has(address: string): boolean {
    if (isIPv4(address)) return this.#list.check(address, 'ipv4')
    return isIPv6(address) && this.#list.check(address, 'ipv6')
  }
}
