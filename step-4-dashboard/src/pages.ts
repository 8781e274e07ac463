import type { Context, MiddlewareHandler } from 'hono'
import { sendWebFile, type WebFile } from './web-files.ts'

/** The addresses that the pages know; everything else is the API's to answer, as JSON. */
const clientRoutes = [/^\/learn\/?$/, /^\/alerts\/?$/, /^\/alerts\/[0-9a-f]{1,64}\/?$/]

/**
 * Serves the built pages: their files by exact path, and `index.html` for every address that they
 * know, so that a deep link survives a reload. `/` is shared: a browser asks for HTML and gets the
 * dashboard, curl gets step 1's JSON.
 */
export function servePages(files: ReadonlyMap<string, WebFile>): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return next()
    const { path } = c.req
    const file = path === '/index.html' ? undefined : files.get(path)
    if (file) return sendWebFile(c, file)
    if (clientRoutes.some((route) => route.test(path))) return page(c, files)
    if (path === '/' && wantsHtml(c)) return page(c, files)
    await next()
    if (path === '/') c.res.headers.set('vary', 'accept')
  }
}

function page(c: Context, files: ReadonlyMap<string, WebFile>): Response {
  const index = files.get('/index.html')
  if (!index) return c.html(notBuilt, 503)
  const response = sendWebFile(c, index)
  response.headers.set('vary', 'accept, accept-encoding')
  return response
}

function wantsHtml(c: Context): boolean {
  return (c.req.header('accept') ?? '').includes('text/html')
}

const notBuilt = `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <title>Net Anomaly</title>
  <h1>The dashboard is not built yet</h1>
  <p>Stop the server and start it with <code>npm start</code>, which builds it.</p>
  <p>The API answers meanwhile: see <a href="/docs">/docs</a>.</p>
</html>
`
