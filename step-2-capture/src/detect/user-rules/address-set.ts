import { BlockList, isIP, isIPv4 } from 'node:net'
import { RefusedRule } from './refused-rule.ts'
import type { Variables } from './variables.ts'

/** Brackets in brackets, and variables in variables. */
export const listDepthMax = 8
/** Public lists of addresses have some 100; a variable may hold more. */
export const listedCountMax = 4_096

/** Sets by their text, each made once: most stand for the user's own networks. */
export class AddressSets {
  readonly variables: Variables
  readonly #sets = new Map<string, AddressSet>()

  constructor(variables: Variables) {
    this.variables = variables
  }

  /** @throws RefusedRule */
  of(text: string, depth = 0): AddressSet {
    const known = this.#sets.get(text)
    if (known) return known
    const set = new AddressSet(text, this, depth)
    this.#sets.set(text, set)
    return set
  }
}

/** Addresses that a rule names: `any`, networks, ranges, lists, variables, and what `!` takes out. */
export class AddressSet {
  readonly isAny: boolean
  readonly #listed: BlockList | null
  readonly #included: readonly AddressSet[]
  readonly #excluded: readonly AddressSet[]
  /** Of hosts that were asked for: most rules ask for the same few. */
  readonly #known = new Map<string, boolean>()

  /** @throws RefusedRule */
  constructor(text: string, sets: AddressSets, depth: number) {
    const items = itemsOf(text, depth)
    const included: AddressSet[] = []
    const excluded: AddressSet[] = []
    let listed: BlockList | null = null
    let hasAny = false
    for (const item of items) {
      const inner = (of: string) => sets.of(of, depth + 1)
      if (item.startsWith('!')) excluded.push(inner(item.slice(1)))
      else if (item === 'any') hasAny = true
      else if (item.startsWith('$')) {
        included.push(inner(sets.variables.address(item.slice(1))))
      } else if (item.startsWith('[')) included.push(inner(item))
      else {
        listed ??= new BlockList()
        addTo(listed, item)
      }
    }
    this.#listed = listed
    this.#included = included
    this.#excluded = excluded
    const isWide = hasAny || (listed === null && included.length === 0)
    this.isAny = excluded.length === 0 && (isWide || included.some((set) => set.isAny))
    if (isWide) this.#included = [everything]
  }

  /** @param address An IP address as text; a MAC address is in no list. */
  has(address: string): boolean {
    if (this.isAny) return true
    const known = this.#known.get(address)
    if (known !== undefined) return known
    const isIn = this.#find(address)
    if (this.#known.size >= knownCountMax) this.#known.clear()
    this.#known.set(address, isIn)
    return isIn
  }

  #find(address: string): boolean {
    const isListed = this.#listed?.check(address, address.includes(':') ? 'ipv6' : 'ipv4') ?? false
    const isIncluded =
      isListed || this.#included.some((set) => set === everything || set.has(address))
    return isIncluded && !this.#excluded.some((set) => set.has(address))
  }
}

/** 1,024 answers of 100 B for each of some 100 sets are 10 MB. */
const knownCountMax = 1_024

// Stands for `any` inside a set that takes something out of it.
const everything = { isAny: true } as AddressSet

/** Items of a list in brackets, or the one that there is. */
export function itemsOf(text: string, depth: number): string[] {
  if (depth > listDepthMax) throw new RefusedRule('limit', `lists lie ${depth} deep in each other`)
  if (!text.startsWith('[')) return [text]
  if (!text.endsWith(']'))
    throw new RefusedRule('syntax', `the list ${text.slice(0, 40)} has no end`)
  const items: string[] = []
  let item = ''
  let open = 0
  for (const character of `${text.slice(1, -1)},`) {
    if (character === '[') open++
    if (character === ']') open--
    if (character !== ',' || open > 0) item += character
    else {
      if (item.trim() !== '') items.push(item.trim())
      item = ''
    }
  }
  if (items.length > listedCountMax) {
    throw new RefusedRule('limit', `a list of ${items.length}, over ${listedCountMax}`)
  }
  return items
}

function addTo(list: BlockList, item: string): void {
  const [address = '', bits] = item.split('/')
  const [first = '', last] = address.split('-')
  const family = isIPv4(first) ? 'ipv4' : 'ipv6'
  try {
    if (isIP(first) === 0) throw new RefusedRule('value', `${item} is no address`)
    if (last !== undefined) list.addRange(first, last, family)
    else if (bits === undefined) list.addAddress(first, family)
    else list.addSubnet(first, Number(bits), family)
  } catch {
    throw new RefusedRule('value', `${item} is neither an address nor a network`)
  }
}
