import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net'
import { z } from 'zod'

/** An address in a query: an IP address or a CIDR network. */
export const addressFilter = z
  .string()
  .max(64)
  .refine(isAddressOrNetwork, 'is neither an IP address nor a network such as 192.0.2.0/24')

/** Tests addresses against an IP address or a network, however the address is written. */
export function addressMatch(filter: string): (address: string) => boolean {
  const [base = '', bits] = filter.split('/')
  const family = familyOf(base)
  const list = new BlockList()
  if (bits === undefined) list.addAddress(base, family)
  else list.addSubnet(base, Number(bits), family)
  return (address) =>
    isIP(address) !== 0 && familyOf(address) === family && list.check(address, family)
}

function isAddressOrNetwork(text: string): boolean {
  const [base = '', bits, ...rest] = text.split('/')
  if (rest.length > 0 || !(isIPv4(base) || isIPv6(base)) || base.includes('%')) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (isIPv4(base) ? 32 : 128))
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6'
}
