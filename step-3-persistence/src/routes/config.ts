import { createRoute } from '@hono/zod-openapi'
import {
  createRouter,
  jsonResponse,
  limitBody,
  problemResponses,
  requireJson,
} from 'step-2-capture'
import { configPatchSchema, shownConfigSchema } from '../config/config.ts'
import type { ConfigService } from '../config/config-service.ts'
import { errorCodes } from '../error-codes.ts'
import { smallBodyBytesMax } from './body-limits.ts'

export interface ConfigRoutesContext {
  readonly config: ConfigService
  readonly now: () => Date
}

/** The routes of the configuration, documented with the channels that it knows. */
export function configRoutes({ config, now }: ConfigRoutesContext) {
  const { channels } = config
  const shown = shownConfigSchema(channels)
  const patch = configPatchSchema(channels)

  const getConfig = createRoute({
    method: 'get',
    path: '/config',
    summary: 'The configuration in force, with secrets masked',
    responses: { 200: jsonResponse(shown, 'The configuration') },
  })

  const putConfig = createRoute({
    method: 'put',
    path: '/config',
    summary: 'Change the parts that are sent; a secret sent as its mask stays as it is',
    middleware: [limitBody(smallBodyBytesMax), requireJson] as const,
    request: { body: { required: true, content: { 'application/json': { schema: patch } } } },
    responses: {
      200: jsonResponse(shown, 'The configuration as it is now'),
      ...problemResponses(
        errorCodes.E_INVALID_INPUT,
        errorCodes.E_BAD_OPTION,
        errorCodes.E_SECRET_NEEDED,
        errorCodes.E_ADDRESS_REFUSED,
        errorCodes.E_BODY_TOO_LARGE,
        errorCodes.E_NOT_JSON,
      ),
    },
  })

  return createRouter()
    .openapi(getConfig, (c) => c.json(config.shown, 200))
    .openapi(putConfig, async (c) => {
      await config.change(c.req.valid('json'), now())
      return c.json(config.shown, 200)
    })
}
