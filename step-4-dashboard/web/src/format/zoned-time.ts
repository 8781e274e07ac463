/** Epoch seconds as the value of a `datetime-local` field in a time zone: `2026-01-14T09:00:12`. */
export function toZonedText(epochSeconds: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(new Date(epochSeconds * 1000))
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    parts.find((one) => one.type === type)?.value ?? ''
  const day = `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`
  return `${day}T${part('hour')}:${part('minute')}:${part('second')}`
}

/**
 * The moment that a `datetime-local` field names in a time zone, in epoch seconds. Of an hour that a
 * change of the clocks repeats it is the earlier or the later one; one that is skipped moves on.
 */
export function fromZonedText(text: string, zone: string): number | undefined {
  const asUtc = Date.parse(`${text}Z`) / 1000
  if (!Number.isFinite(asUtc)) return undefined
  const shown = (epoch: number) => Date.parse(`${toZonedText(epoch, zone)}Z`) / 1000
  const guess = asUtc - (shown(asUtc) - asUtc)
  return guess - (shown(guess) - asUtc)
}
