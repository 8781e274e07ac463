/** `threshold` and `detection_filter`: how often a match becomes a detection. */
export interface Rate {
  /** At most `count` in the time; each `count`-th; once the `count`-th; all behind the `count`-th. */
  readonly kind: 'limit' | 'threshold' | 'both' | 'filter'
  readonly by: 'source' | 'target' | 'rule' | 'pair'
  readonly count: number
  readonly seconds: number
}
