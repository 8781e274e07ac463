/** What a row of a packet is made of, before it is text; reused, because every packet has one. */
export class PacketNote {
  timeSeconds = 0
  timeNanoseconds = 0
  source = ''
  destination = ''
  /** Index into `protocolNames`. */
  protocol = 0
  length = 0
  sourcePort = 0
  destinationPort = 0
  isBad = false
}

/** The packet's time, RFC 3339 in UTC with microseconds. */
export function noteTime({ timeSeconds, timeNanoseconds }: PacketNote): string {
  const microseconds = Math.floor(timeNanoseconds / 1000)
  return `${secondText(timeSeconds)}${String(microseconds + 1_000_000).slice(1)}Z`
}

/** `2026-01-14T09:00:00.`: a time up to the second. Date reaches to the year 275760. */
export function secondText(seconds: number): string {
  return new Date(Math.min(seconds * 1000, 8.64e15)).toISOString().slice(0, -4)
}
