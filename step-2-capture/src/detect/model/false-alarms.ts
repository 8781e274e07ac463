import { type OptionDescription, quantity } from '../seam/option.ts'

/** A network with ten hosts at work has that many host windows of ten seconds in an hour. */
export const ordinaryWindowsPerHour = 3_600

/** An option that takes the place of a threshold: how often ordinary traffic may be reported. */
export function falseAlarmsPerHour(
  value: number,
  description: Pick<OptionDescription, 'about' | 'source'>,
) {
  return quantity(value, { ...description, unit: 'alarms/h', max: ordinaryWindowsPerHour })
}
