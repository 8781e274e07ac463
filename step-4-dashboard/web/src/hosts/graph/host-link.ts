/** Two hosts that exchanged packets, or that an alert names together. */
export interface HostLink {
  readonly source: string
  readonly target: string
  readonly bytes: number
  readonly flowCount: number
  readonly alertCount: number
}

/** What decides how wide a link is drawn, and which are drawn at all. */
export type LinkWeight = 'bytes' | 'alerts'

export function weightOf(link: HostLink, by: LinkWeight): number {
  return by === 'bytes' ? link.bytes : link.alertCount
}
