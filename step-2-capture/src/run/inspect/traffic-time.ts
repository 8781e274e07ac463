/** A moment of traffic time: whole seconds since 1970 and the nanoseconds beyond. */
export interface TrafficTime {
  readonly seconds: number
  readonly nanoseconds: number
}

/** JavaScript's dates end in the year 275760; a capture can claim later ones. */
const dateSecondsMax = 8.64e12

/** RFC 3339 in UTC with nine digits behind the point; null where no calendar reaches. */
export function timeText({ seconds, nanoseconds }: TrafficTime): string | null {
  if (Math.abs(seconds) > dateSecondsMax) return null
  const whole = new Date(seconds * 1000).toISOString()
  return `${whole.slice(0, -5)}.${digits(nanoseconds)}Z`
}

/** Seconds since 1970 as decimal text, exact to the nanosecond. */
export function epochText({ seconds, nanoseconds }: TrafficTime): string {
  if (seconds >= 0 || nanoseconds === 0) return `${seconds}.${digits(nanoseconds)}`
  // Before 1970 the fraction counts forward from the second below, the text from zero.
  return `-${-seconds - 1}.${digits(1e9 - nanoseconds)}`
}

function digits(nanoseconds: number): string {
  return String(nanoseconds).padStart(9, '0')
}
