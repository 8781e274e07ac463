import { z } from 'zod'
import type { DetectorDescription } from '../seam/detector.ts'
import type { SideReport } from '../seam/side-report.ts'
import type { WorkReport } from './work-counts.ts'

/** What the user's rules have cost, and where a limit was reached. */
export const userRulesReport: SideReport<WorkReport> = { name: 'user_rules' }

/**
 * The detector as configuration and documents describe it. What runs it is loaded where there are
 * rules: see `userRulesOf`.
 */
export const userRules = {
  name: 'user_rules',
  family: 'signature',
  about: 'Rules of your own, in the language of Suricata, from the files that `rules.paths` names.',
  kinds: [
    {
      id: 'user_rule',
      title: '{name} (rule {sid}): {source} to {target}, {times}',
      technique: null,
      recommend:
        'Read what the rule looks for, by its number, and the packets that it found; then see whether the ' +
        'target answered as the rule expects of one that it is about.',
    },
  ],
  options: z.strictObject({}),
} as const satisfies DetectorDescription
