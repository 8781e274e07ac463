/** RFC 3339 in UTC. A capture may claim any time; Date reaches to the year 275760. */
export function isoTimeOfUs(timeUs: number): string {
  return new Date(Math.min(timeUs / 1000, 8.64e15)).toISOString()
}

/** The same of epoch seconds, rounded to milliseconds. */
export function isoTimeOfSeconds(epochSeconds: number): string {
  return isoTimeOfUs(Math.round(epochSeconds * 1000) * 1000)
}
