import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { AppContext } from '../app-context.ts'
import { createRouter } from '../router.ts'
import { version } from '../version.ts'

/** The files of the docs page, served from the package, so the page works without a network. */
const assetTypes: Record<string, string> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
}

/** Adds the OpenAPI document of everything mounted on `app`, now or later, and its page. */
export function docsRoutes(app: OpenAPIHono, { step }: AppContext) {
  const assetFolder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist'))
  return createRouter()
    .get('/openapi.json', (c) =>
      c.json(
        app.getOpenAPI31Document({
          openapi: '3.1.0',
          info: {
            title: `Net Anomaly, step ${step}`,
            version,
            license: { name: 'MIT' },
          },
        }),
      ),
    )
    .get('/docs', (c) => c.html(page))
    .get('/docs/start.js', (c) =>
      c.body(startScript, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
    )
    .get('/docs/:asset', async (c) => {
      const asset = c.req.param('asset')
      const type = Object.hasOwn(assetTypes, asset) ? assetTypes[asset] : undefined
      if (!type) return c.notFound()
      const content = await readFile(join(assetFolder, asset))
      return c.body(content, 200, { 'content-type': type, 'cache-control': 'max-age=3600' })
    })
}

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Net Anomaly API</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/docs/swagger-ui.css">
  </head>
  <body>
    <div id="docs"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`

const startScript = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', deepLinking: true })
`
