import type { Context, MiddlewareHandler } from 'hono'
import { sendWebFile, type WebFile } from './web-files.ts'

/** The addresses that the pages know; the others are the API's to answer, as JSON. */
const clientRoutes = [
  /^\/(?:alerts|hosts|flows|hunt|models|suppressions|settings|learn)\/?$/,
  /^\/(?:alerts|incidents)\/[0-9a-f]{1,64}\/?$/,
  /^\/hosts\/[^/]{1,255}\/?$/,
  /^\/index\.html$/,
]

/** Addresses of the pages that the API has too: HTML is for who asks for it by name. */
const sharedRoutes = new Set(['/', '/health'])

/** Where the API, its documents and files answer; what is wrong below is theirs to say. */
const otherRoutes =
  /^\/(?:api|docs|assets|openapi\.json|socket\.io|metrics|health|train|analyze)(?:\/|$)/

/**
 * Serves the built pages: their files by exact path, and `index.html` for every address that they
 * know, so that a deep link survives a reload. `/` is shared: a browser asks for HTML and gets the
 * dashboard, curl gets step 1's JSON. A browser that is led to nothing gets the page that says so.
 */
export function servePages(files: ReadonlyMap<string, WebFile>): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return next()
    const { path } = c.req
    const file = path === '/index.html' ? undefined : files.get(path)
    if (file) return sendWebFile(c, file)
    if (clientRoutes.some((route) => route.test(path))) return page(c, files)
    if (path === '/threat_hunting.html') return c.redirect(`/hunt${new URL(c.req.url).search}`, 302)
    const isShared = sharedRoutes.has(path)
    if (isShared && wantsHtml(c)) return page(c, files)
    if (wantsHtml(c) && isPageName(path)) return page(c, files, 404)
    await next()
    if (isShared) c.res.headers.append('vary', 'accept')
  }
}

function page(c: Context, files: ReadonlyMap<string, WebFile>, status: 200 | 404 = 200): Response {
  const index = files.get('/index.html')
  if (!index) return c.html(notBuilt, 503)
  const response = sendWebFile(c, index, status)
  response.headers.set('vary', 'accept, accept-encoding')
  return response
}

/** No address of the API, and no file: a browser was led to a page that does not exist. */
function isPageName(path: string): boolean {
  return !otherRoutes.test(path) && !/\.\w+$/.test(path) && !path.includes('%')
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
