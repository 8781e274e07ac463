import type { SideReports } from '../seam/side-report.ts'
import { userRulesReport } from './description.ts'
import { workTexts } from './work-counts.ts'

/** Where the user's rules of a run reached a limit, as sentences; none without such rules. */
export function ruleLimits(reports: SideReports): string[] {
  const work = reports.read(userRulesReport)
  return work === undefined ? [] : workTexts(work)
}
