import type { RuleNumber, UserRule } from './user-rule.ts'

/** A rule about more ports than these is asked about every flow. */
const namedPortsMax = 16

/** Rules by the ports that they are sent to: most rules about ends alone name one. */
export class PortRules {
  readonly count: number
  /** Those about many ports, and by port these with those that name it. */
  readonly #wide: readonly RuleNumber[]
  readonly #named = new Map<number, readonly RuleNumber[]>()

  constructor(numbers: readonly RuleNumber[], rules: readonly UserRule[]) {
    this.count = numbers.length
    const portsOf = new Map(numbers.map((number) => [number, namedPorts(rules[number])]))
    this.#wide = numbers.filter((number) => portsOf.get(number) === null)
    for (const port of new Set([...portsOf.values()].flatMap((ports) => ports ?? []))) {
      const own = numbers.filter((number) => portsOf.get(number)?.includes(port) ?? true)
      this.#named.set(port, own)
    }
  }

  /** Rules that may be about what is sent to this port. */
  ofPort(port: number): readonly RuleNumber[] {
    return this.#named.get(port) ?? this.#wide
  }
}

/** The ports that a rule is about, or null where they are many or either end's. */
function namedPorts(rule: UserRule | undefined): number[] | null {
  if (!rule || rule.header.isBidirectional) return null
  const { ranges } = rule.header.targetPorts
  const ports: number[] = []
  for (let at = 0; at < ranges.length; at += 2) {
    for (let port = ranges[at] as number; port <= (ranges[at + 1] as number); port++) {
      if (ports.push(port) > namedPortsMax) return null
    }
  }
  return ports
}
