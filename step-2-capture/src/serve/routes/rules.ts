import { createRoute } from '@hono/zod-openapi'
import { createRouter, jsonResponse } from 'step-1-skeleton'
import type { CaptureContext } from '../capture-context.ts'
import { rulesStatus } from '../rule-keeper.ts'

const getRules = createRoute({
  method: 'get',
  path: '/rules',
  summary: "The user's own rules: how many are used, and why others are not",
  responses: { 200: jsonResponse(rulesStatus, 'As they are in force') },
})

const reloadRules = createRoute({
  method: 'post',
  path: '/rules/reload',
  summary: 'Read the files of the rules now; they are read by themselves too when they change',
  responses: {
    200: jsonResponse(rulesStatus, 'As they are in force now; `problem` says why the old ones are'),
  },
})

export function ruleRoutes({ rules }: CaptureContext) {
  return createRouter()
    .openapi(getRules, (c) => c.json(rules.status, 200))
    .openapi(reloadRules, async (c) => c.json(await rules.reload(), 200))
}
