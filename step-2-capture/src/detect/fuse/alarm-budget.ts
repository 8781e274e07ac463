import { z } from 'zod'
import { ordinaryWindowsPerHour } from '../model/false-alarms.ts'

/** At this budget every window is an alarm. */
export const alarmBudgetMax = ordinaryWindowsPerHour
export const alarmBudget = z.coerce.number().gt(0).max(alarmBudgetMax)
/** One false alarm an hour leaves time for other work. */
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
