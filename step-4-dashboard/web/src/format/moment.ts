import { unknown } from './quantity.ts'
import { onTimeZone, timeZone } from './time-zone.ts'

let { day, clock } = makeFormats()
onTimeZone(() => {
  ;({ day, clock } = makeFormats())
})

function makeFormats() {
  const zone = timeZone()
  return {
    day: new Intl.DateTimeFormat('en-GB', {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      timeZone: zone,
    }),
    clock: new Intl.DateTimeFormat('en-GB', {
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZone: zone,
    }),
  }
}

/** Epoch seconds as `14 Jan 2026, 09:00:12` in the chosen time zone: traffic may be years old. */
export function formatMoment(epochSeconds: number | null | undefined): string {
  const date = toDate(epochSeconds)
  return date ? `${day.format(date)}, ${clock.format(date)}` : unknown
}

/** The same of a time as the API has it (RFC 3339). */
export function formatIsoMoment(time: string): string {
  return formatMoment(Date.parse(time) / 1000)
}

/** The same without the day, where the day is the one of `reference`. */
export function formatClock(epochSeconds: number, reference: number): string {
  const date = toDate(epochSeconds)
  const other = toDate(reference)
  if (!date) return unknown
  const isSameDay = other !== undefined && day.format(date) === day.format(other)
  return isSameDay ? clock.format(date) : `${day.format(date)}, ${clock.format(date)}`
}

/** `09:00:12.345`: the time of a packet within its day. */
export function formatPreciseClock(epochSeconds: number): string {
  const date = toDate(epochSeconds)
  if (!date) return unknown
  const milliseconds = String(date.getUTCMilliseconds()).padStart(3, '0')
  return `${clock.format(date)}.${milliseconds}`
}

/** How long ago a moment was, in its largest unit: `5 min ago`, `3 years ago`. */
export function formatAge(epochSeconds: number, nowSeconds: number): string {
  const seconds = nowSeconds - epochSeconds
  if (!Number.isFinite(seconds)) return unknown
  if (seconds < 0) return 'in the future'
  if (seconds < 1) return 'now'
  const [size, unit] = ages.find(([size]) => seconds >= size) ?? [1, 's']
  const count = Math.floor(seconds / size)
  return `${count} ${unit}${unit.length > 3 && count > 1 ? 's' : ''} ago`
}

const ages = [
  [31_557_600, 'year'],
  [2_629_800, 'month'],
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
] as const

/** A span of seconds in its two largest units: `850 ms`, `12 s`, `3 min 20 s`, `2 d 4 h`. */
export function formatSpan(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return unknown
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`
  const whole = Math.round(seconds)
  const parts: [number, string][] = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor(whole / 3_600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ]
  const first = parts.findIndex(([count]) => count > 0)
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ')
}

/** Beyond what a date can hold there is no moment: capture files may say anything. */
function toDate(epochSeconds: number | null | undefined): Date | undefined {
  if (epochSeconds === null || epochSeconds === undefined) return undefined
  const date = new Date(epochSeconds * 1000)
  return Number.isNaN(date.getTime()) ? undefined : date
}
