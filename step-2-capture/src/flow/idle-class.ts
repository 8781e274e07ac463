import { FlowState } from './flow-column.ts'

/**
 * How long a flow may be silent before it ends, by what it is. The order is the order of eviction:
 * when the table is full, what is over goes first, then attempts, and established flows last.
 */
export const idleClasses = [
  { name: 'over', idleUs: 5_000_000 },
  { name: 'attempt', idleUs: 60_000_000 },
  { name: 'datagram', idleUs: 60_000_000 },
  { name: 'established', idleUs: 900_000_000 },
] as const

/** Position in `idleClasses` of a flow in this FlowState. */
export function idleClassOf(state: number): number {
  switch (state) {
    case FlowState.closed:
    case FlowState.reset:
    case FlowState.rejected:
      return 0
    case FlowState.attempted:
    case FlowState.halfOpen:
    case FlowState.midstream:
      return 1
    case FlowState.oneWay:
    case FlowState.twoWay:
      return 2
    default:
      return 3
  }
}
