/** What is not known is shown as a dash, never as a zero. */
export const unknown = '–'

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const oneDigit = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })
const threeDigits = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 })

/** `12,345`; large ones short: `1.23 M`. */
export function formatCount(count: number | null | undefined): string {
  if (!isKnown(count)) return unknown
  return Math.abs(count) < 1_000_000 ? whole.format(count) : withPrefix(count, 1000, '')
}

/** `1 alert`, `12,345 alerts`, `– alerts`: a number and what it counts. */
export function counted(
  count: number | null | undefined,
  one: string,
  many: string = `${one}s`,
): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** `3.4` or `12,345`: a digit behind the point only where it says something. */
export function formatRate(perSecond: number | null | undefined): string {
  if (!isKnown(perSecond)) return unknown
  if (perSecond >= 1_000_000) return withPrefix(perSecond, 1000, '')
  return perSecond < 10 ? oneDigit.format(perSecond) : whole.format(perSecond)
}

/** `1.2 Mbit/s`: network rates count in thousands. */
export function formatBitRate(bitsPerSecond: number | null | undefined): string {
  return isKnown(bitsPerSecond) ? `${withPrefix(bitsPerSecond, 1000, 'bit/s')}` : unknown
}

/** `3.4 MB`, in thousands. */
export function formatBytes(bytes: number | null | undefined): string {
  return isKnown(bytes) ? withPrefix(bytes, 1000, 'B') : unknown
}

/** `93 %` of a share from 0 to 1; not 100 % for what is only almost all. */
export function formatShare(share: number | null | undefined): string {
  if (!isKnown(share)) return unknown
  const percent = share * 100
  if (percent > 0 && percent < 1) return '< 1 %'
  if (percent > 99 && percent < 100) return '> 99 %'
  return `${Math.round(percent)} %`
}

/** A measured quantity of a detection: a number as short as it is exact, a text as it is. */
export function formatMeasure(value: number | string, unit: string): string {
  const text = typeof value === 'string' ? value : formatNumber(value)
  return unit === '' ? text : `${text} ${unit}`
}

function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return unknown
  return Number.isInteger(value) ? whole.format(value) : threeDigits.format(value)
}

function withPrefix(value: number, step: number, unit: string): string {
  const prefixes = ['', 'k', 'M', 'G', 'T', 'P']
  let index = 0
  let scaled = value
  // 999.6 would be written as 1,000, which is 1 of the next prefix.
  while (Math.abs(scaled) >= step - 0.5 && index < prefixes.length - 1) {
    scaled /= step
    index += 1
  }
  const number = index === 0 ? oneDigit.format(scaled) : threeDigits.format(scaled)
  return `${number} ${prefixes[index]}${unit}`.trim()
}

function isKnown(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && Number.isFinite(value)
}
