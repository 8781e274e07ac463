/** `flowbits` and `xbits`: notes that rules leave for each other. */
export interface FlowBitStep {
  readonly action: 'set' | 'unset' | 'toggle' | 'isset' | 'isnotset'
  /** For `isset` and `isnotset` one of them is enough. */
  readonly names: readonly string[]
  /** The flow, or a host for a while. */
  readonly of: 'flow' | 'source' | 'target' | 'pair'
  /** Of a host: traffic time after which the note is gone. */
  readonly seconds: number
}
