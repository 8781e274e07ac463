import { createRoute } from '@hono/zod-openapi'
import {
  createRouter,
  jsonResponse,
  limitBody,
  problemResponses,
  requireJson,
} from 'step-2-capture'
import { config, configPatch, defaultConfig } from '../config/config.ts'
import type { ConfigKeeper } from '../config/config-keeper.ts'
import { errorCodes } from '../error-codes.ts'
import { smallBodyBytesMax } from './body-limits.ts'

export interface ConfigRoutesContext {
  readonly config: ConfigKeeper
  readonly now: () => Date
}

const shownConfig = config.openapi('Config', { example: defaultConfig })

const getConfig = createRoute({
  method: 'get',
  path: '/config',
  summary: 'The configuration in force, with secrets masked',
  responses: { 200: jsonResponse(shownConfig, 'The configuration') },
})

const putConfig = createRoute({
  method: 'put',
  path: '/config',
  summary: 'Change the parts that are sent; a secret sent as its mask stays as it is',
  middleware: [limitBody(smallBodyBytesMax), requireJson] as const,
  request: { body: { required: true, content: { 'application/json': { schema: configPatch } } } },
  responses: {
    200: jsonResponse(shownConfig, 'The configuration as it is now'),
    ...problemResponses(
      errorCodes.E_INVALID_INPUT,
      errorCodes.E_SECRET_NEEDED,
      errorCodes.E_ADDRESS_REFUSED,
      errorCodes.E_BODY_TOO_LARGE,
      errorCodes.E_NOT_JSON,
    ),
  },
})

export function configRoutes({ config: keeper, now }: ConfigRoutesContext) {
  return createRouter()
    .openapi(getConfig, (c) => c.json(keeper.shown, 200))
    .openapi(putConfig, async (c) => {
      await keeper.change(c.req.valid('json'), now())
      return c.json(keeper.shown, 200)
    })
}
