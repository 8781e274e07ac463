import { z } from 'zod'

/** A network with ten hosts at work has that many host windows of ten seconds in an hour. */
const ordinaryWindowsPerHour = 3_600
/** From there on every window is an alarm. */
export const alarmBudgetMax = ordinaryWindowsPerHour
export const alarmBudget = z.coerce.number().gt(0).max(alarmBudgetMax)
/** As many false alarms an hour as somebody puts up with who has other work to do. */
export const defaultAlarmBudget = 1

/**
 * The chance below which a window is an alarm. Of `ordinaryWindowsPerHour` ordinary windows a share
 * of that chance falls below it, so the budget is what false alarms an hour come to: the network at
 * hand is not counted, or the same window would be an alarm in one company and none in another.
 * @param budget False alarms an hour of a network with ten hosts.
 */
export function alarmChanceOf(budget: number): number {
  return budget / ordinaryWindowsPerHour
}
