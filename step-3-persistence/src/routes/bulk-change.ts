import { z } from '@hono/zod-openapi'
import { jsonResponse, problemResponses } from 'step-2-capture'
import { alertId, alertStatus } from '../alert/alert.ts'
import type { ChangeResult } from '../alert/alert-store.ts'
import { errorCodes } from '../error-codes.ts'
import { alertChange } from './alerts.ts'

/** Ids that one request names; further ones are chosen by a filter. */
export const idCountMax = 1_000

/** Of many at once: what changes, and how many the list showed where a filter says which. */
export const bulkFields = {
  expected_count: z.number().int().min(0).optional(),
  ...alertChange,
}

interface BulkFields {
  readonly filter?: unknown
  readonly expected_count?: number | undefined
}

export const hasCount = ({ filter, expected_count }: BulkFields) =>
  filter === undefined || expected_count !== undefined
export const countMissing = {
  error: 'a filter needs expected_count, the total that the list showed',
}

const bulkResult = z
  .object({
    changed_count: z.number().int(),
    unchanged_count: z.number().int(),
    /** With the status that each had: an undo sets it again. */
    changed: z.array(z.object({ alert_id: alertId, from: alertStatus })),
    missing: z.array(z.string()),
  })
  .openapi('AlertBulkResult', {
    example: {
      changed_count: 1,
      unchanged_count: 0,
      changed: [{ alert_id: '5f0c7a2b91d34e68a0b1c2d3', from: 'new' }],
      missing: [],
    },
  })

export const bulkResponses = {
  200: jsonResponse(bulkResult, 'Which alerts changed, and what they were before'),
  ...problemResponses(
    errorCodes.E_INVALID_INPUT,
    errorCodes.E_BAD_JSON,
    errorCodes.E_COUNT_CHANGED,
    errorCodes.E_BODY_TOO_LARGE,
    errorCodes.E_NOT_JSON,
    errorCodes.E_TOO_MANY_ALERTS,
  ),
}

export function bulkAnswer({ changed, unchanged, missing }: ChangeResult) {
  return {
    changed_count: changed.length,
    unchanged_count: unchanged,
    changed: [...changed],
    missing: [...missing],
  }
}
