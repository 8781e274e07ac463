import { createRoute, z } from '@hono/zod-openapi'
import {
  AppError,
  createRouter,
  jsonResponse,
  limitBody,
  problemResponses,
  requireJson,
} from 'step-2-capture'
import { alert } from '../alert/alert.ts'
import { alertExample } from '../alert/alert-example.ts'
import { errorCodes } from '../error-codes.ts'
import { breadthOf, saysNothing } from '../suppress/breadth.ts'
import { type SuppressionRule, suppression, suppressionRule } from '../suppress/suppression.ts'
import type { SuppressionStore } from '../suppress/suppression-store.ts'
import { smallBodyBytesMax } from './body-limits.ts'
import { plainText } from './query-values.ts'

export interface SuppressionRoutesContext {
  readonly suppressions: SuppressionStore
  readonly now: () => Date
}

const draft = z
  .strictObject({
    rule: suppressionRule,
    reason: plainText(500).trim().min(3),
    author: plainText(100).trim().min(1).default('operator'),
    expires_at: z.iso.datetime().nullable().default(null),
    /** For a wide rule: the number of alerts that the preview showed. */
    expected_count: z.number().int().min(0).optional(),
  })
  .openapi('SuppressionDraft', {
    example: {
      rule: { kind: ['port_scan'], source: ['10.0.7.0/24'] },
      reason: 'The vulnerability scanner of IT lives there',
      author: 'ana',
      expires_at: '2027-02-21T00:00:00.000Z',
    },
  })

const previewRequest = z
  .strictObject({ rule: suppressionRule })
  .openapi('SuppressionPreviewRequest', { example: { rule: { kind: ['port_scan'] } } })

const preview = z
  .object({
    matching: z.number().int(),
    total: z.number().int(),
    /** Why it is dangerously wide; null when it is not. */
    warning: z.string().nullable(),
    examples: z.array(alert),
  })
  .openapi('SuppressionPreview', {
    example: { matching: 3, total: 120, warning: null, examples: [alertExample] },
  })

const list = z
  .object({ count: z.number().int(), suppressions: z.array(suppression) })
  .openapi('Suppressions', { example: { count: 0, suppressions: [] } })

const removed = z
  .object({ deleted: z.literal(true), suppression_id: z.string() })
  .openapi('SuppressionRemoved', {
    example: { deleted: true, suppression_id: '7d9f1c3a-5b1e-4c1f-9a56-0d7f6f0f4a11' },
  })

const middleware = [limitBody(smallBodyBytesMax), requireJson]
const bodyOf = <T extends z.ZodType>(schema: T) => ({
  body: { required: true, content: { 'application/json': { schema } } },
})
const refusals = {
  ...problemResponses(
    errorCodes.E_INVALID_INPUT,
    errorCodes.E_RULE_TOO_BROAD,
    errorCodes.E_BODY_TOO_LARGE,
    errorCodes.E_NOT_JSON,
  ),
}

const getSuppressions = createRoute({
  method: 'get',
  path: '/suppressions',
  summary: 'The rules that hide alerts, with what each has hidden',
  responses: { 200: jsonResponse(list, 'The newest first') },
})

const postPreview = createRoute({
  method: 'post',
  path: '/suppressions/preview',
  summary: 'What a rule would hide, before there is one',
  middleware,
  request: bodyOf(previewRequest),
  responses: {
    200: jsonResponse(preview, 'How many of the alerts, and the newest of them'),
    ...refusals,
  },
})

const postSuppression = createRoute({
  method: 'post',
  path: '/suppressions',
  summary: 'Hide what matches, stored already or still to come; it is counted all the same',
  middleware,
  request: bodyOf(draft),
  responses: {
    200: jsonResponse(suppression, 'The rule, and how many alerts it hides'),
    ...refusals,
    ...problemResponses(errorCodes.E_CONFIRM_NEEDED, errorCodes.E_TOO_MANY_SUPPRESSIONS),
  },
})

const deleteSuppression = createRoute({
  method: 'delete',
  path: '/suppressions/{id}',
  summary: 'Take a rule away; what it hid is shown again',
  request: { params: z.object({ id: z.uuid() }) },
  responses: {
    200: jsonResponse(removed, 'It is gone'),
    ...problemResponses(errorCodes.E_INVALID_INPUT, errorCodes.E_NO_SUPPRESSION),
  },
})

export function suppressionRoutes({ suppressions, now }: SuppressionRoutesContext) {
  return createRouter()
    .openapi(getSuppressions, async (c) => {
      const found = await suppressions.list()
      return c.json({ count: found.length, suppressions: found }, 200)
    })
    .openapi(postPreview, async (c) => {
      const { rule } = c.req.valid('json')
      const { matching, total, examples } = await suppressions.preview(rule)
      const warning = breadthOf(rule, { matching, total }) ?? null
      return c.json({ matching, total, warning, examples: [...examples] }, 200)
    })
    .openapi(postSuppression, async (c) => {
      const { rule, reason, author, expires_at, expected_count } = c.req.valid('json')
      await checkBreadth(suppressions, rule, expected_count)
      const expiresAt = expires_at === null ? null : new Date(expires_at)
      if (expiresAt && expiresAt <= now()) throw expired(expires_at)
      return c.json(await suppressions.add({ rule, reason, author, expiresAt }, now()), 200)
    })
    .openapi(deleteSuppression, async (c) => {
      const { id } = c.req.valid('param')
      if (!(await suppressions.remove(id, now()))) throw missing(id)
      return c.json({ deleted: true as const, suppression_id: id }, 200)
    })
}

/** A rule that limits nothing is refused; another wide one needs the count that its preview showed. */
async function checkBreadth(
  suppressions: SuppressionStore,
  rule: SuppressionRule,
  expectedCount: number | undefined,
): Promise<void> {
  const { matching, total } = await suppressions.preview(rule)
  const warning = breadthOf(rule, { matching, total })
  if (warning === undefined) return
  if (saysNothing(rule)) {
    throw new AppError(errorCodes.E_RULE_TOO_BROAD, `the rule is refused: ${warning}`, {
      fix: 'Say what to hide: a kind, a host, a detector, a technique.',
    })
  }
  if (expectedCount === matching) return
  throw new AppError(errorCodes.E_CONFIRM_NEEDED, `the rule is wide: ${warning}`, {
    fix: `Narrow it, or if it is meant, send expected_count ${matching}, the alerts it hides now.`,
    details: { matching, total },
  })
}

function expired(at: string | null): AppError {
  return new AppError(errorCodes.E_INVALID_INPUT, `expires_at: ${at} is over already`, {
    fix: 'Give a time in the future, or null for a rule without an end.',
  })
}

function missing(id: string): AppError {
  return new AppError(errorCodes.E_NO_SUPPRESSION, `there is no rule ${id}`, {
    fix: 'GET /api/suppressions lists them.',
  })
}
