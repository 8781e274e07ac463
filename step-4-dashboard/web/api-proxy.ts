import type { ProxyOptions } from 'vite'

/** Everything that the server answers itself, whatever serves the pages. */
const serverPaths = [
  '/api',
  '/health',
  '/train',
  '/analyze',
  '/docs',
  '/openapi.json',
  '/metrics',
  '/socket.io',
]

/**
 * Hands those paths to the server during development. The server only believes its own origin, so
 * the page's is exchanged for it; any other stays as it is, and is refused there.
 */
export function apiProxy(target: string): Record<string, ProxyOptions> {
  const options: ProxyOptions = {
    target,
    ws: true,
    changeOrigin: true,
    configure: (proxy) => {
      proxy.on('proxyReq', (request, { headers }) => {
        if (isOwnPage(headers)) request.setHeader('origin', target)
      })
      proxy.on('proxyReqWs', (request, { headers }) => {
        if (isOwnPage(headers)) request.setHeader('origin', target)
      })
    },
  }
  return Object.fromEntries(serverPaths.map((path) => [path, options]))
}

function isOwnPage({ origin, host }: { origin?: string | undefined; host?: string | undefined }) {
  return origin !== undefined && origin === `http://${host}`
}
