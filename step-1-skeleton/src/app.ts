import type { OpenAPIHono } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import type { AppContext } from './app-context.ts'
import { errorCodes } from './error-codes.ts'
import { AppError } from './errors.ts'
import { handleErrors } from './failures.ts'
import { HeavyTurns, inHeavyTurns } from './heavy-turns.ts'
import { createRouter } from './router.ts'
import { analyzeRoutes } from './routes/analyze.ts'
import { docsRoutes } from './routes/docs.ts'
import { healthRoutes } from './routes/health.ts'
import { trainRoutes } from './routes/train.ts'
import { welcomeRoutes } from './routes/welcome.ts'

/** 16 MiB hold 100,000 items; a larger body is refused before it is parsed. */
export const jsonBytesMax = 16 * 1024 * 1024

// #region app
/** Step 1: numbers in, scores out. */
export function createApp(context: AppContext): OpenAPIHono {
  const app = createRouter()
  handleErrors(app, context.log)
  const turns = new HeavyTurns()
  for (const path of ['/train', '/analyze']) {
    app.use(path, inHeavyTurns(turns), limitBody(jsonBytesMax))
  }
  app.route('/', welcomeRoutes(context))
  app.route('/', healthRoutes(context))
  app.route('/', trainRoutes(context))
  app.route('/', analyzeRoutes(context))
  app.route('/', docsRoutes(app, context))
  return app
}
// #endregion

/** Refuses a body over `bytesMax` while it arrives, whatever length it announced. */
export function limitBody(bytesMax: number) {
  return bodyLimit({
    maxSize: bytesMax,
    onError: () => {
      throw new AppError(errorCodes.E_BODY_TOO_LARGE, `the body is larger than ${bytesMax} bytes`, {
        fix: 'Send it in several smaller requests.',
      })
    },
  })
}
