/** Alerts of a source that lie further apart, in seconds of traffic time, are different incidents. */
export const gapSecondsMax = 1_800

/** A stretch of traffic time of one source in one capture. */
export interface Span {
  /** The source and the capture: only spans with the same key can meet. */
  readonly key: string
  readonly first: number
  readonly last: number
}

/** An alert with what is known of its incident. */
export interface AlertSpan extends Span {
  readonly alertId: string
}

export interface IncidentSpan extends Span {
  readonly incident: string
}

export interface Joined {
  /** By alert, the incident that it belongs to. */
  readonly incidents: ReadonlyMap<string, string>
  /** By incident that has met an earlier one, that earlier one. */
  readonly merged: ReadonlyMap<string, string>
}

/** Only the source and its capture make spans comparable; the separator stands in no name. */
export function spanKey(source: string, capture: { source: string; name: string }): string {
  return [source, capture.source, capture.name].join('\u0000')
}

/**
 * Puts alerts into incidents: spans that overlap, or lie at most `gapSecondsMax` apart, are one.
 * Which alerts are together depends neither on their order nor on the batches in which they come,
 * because spans only grow. The id is that of the incident that began first, else of the first alert.
 */
export function joinIncidents(
  alerts: readonly AlertSpan[],
  known: readonly IncidentSpan[],
): Joined {
  const incidents = new Map<string, string>()
  const merged = new Map<string, string>()
  for (const spans of Map.groupBy<string, AlertSpan | IncidentSpan>(
    [...known, ...alerts],
    ({ key }) => key,
  ).values()) {
    for (const group of chains(spans)) {
      const ids = group.flatMap((one) => ('incident' in one ? [one.incident] : []))
      const [first] = group
      const incident = ids[0] ?? (first && 'alertId' in first ? first.alertId : '')
      for (const gone of ids.slice(1)) merged.set(gone, incident)
      for (const one of group) if ('alertId' in one) incidents.set(one.alertId, incident)
    }
  }
  return { incidents, merged }
}

/** Cuts spans where nothing was seen for too long; in each piece they are in the order of their start. */
function chains<One extends Span>(spans: readonly One[]): One[][] {
  const sorted = spans.toSorted((a, b) => a.first - b.first || (idOf(a) < idOf(b) ? -1 : 1))
  const pieces: One[][] = []
  let reach = Number.NEGATIVE_INFINITY
  for (const span of sorted) {
    if (span.first - reach > gapSecondsMax) pieces.push([])
    pieces.at(-1)?.push(span)
    reach = Math.max(reach, span.last)
  }
  return pieces
}

function idOf(span: Span): string {
  if ('incident' in span) return String(span.incident)
  return 'alertId' in span ? String(span.alertId) : ''
}
