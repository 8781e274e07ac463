import { describeIssue } from 'step-1-skeleton/config'
import { AppError } from 'step-1-skeleton/errors'
import { errorCodes } from '../../error-codes.ts'
import type { DetectorDescription } from '../seam/detector.ts'
import { schemaOf } from './detectors-section.ts'
import { flattened, type NestedSettings } from './settings.ts'

/**
 * Refuses settings that no detector of the list has, or that are outside their range. What is null
 * is to be forgotten, so of it only the name counts. @throws AppError `E_BAD_OPTION`
 */
export function checkSettings(list: readonly DetectorDescription[], given: NestedSettings): void {
  const schema = schemaOf(list)
  const { error } = schema.safeParse(given)
  if (!error) return
  const flat = flattened(given)
  const issues = error.issues.filter(({ path }) => flat[path.join('.')] !== null)
  if (issues.length === 0) return
  const messages = issues.map((issue) => describeIssue({ schema, given, issue }))
  throw new AppError(errorCodes.E_BAD_OPTION, messages.join('; '), {
    fix: 'net-anomaly detectors lists them with options, units and ranges; GET /api/detectors does too.',
  })
}
