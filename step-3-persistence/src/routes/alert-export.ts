import { ReadableStream } from 'node:stream/web'
import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, problemResponses } from 'step-2-capture'
import { errorCodes } from '../error-codes.ts'
import { exportAlerts } from '../export/export-alerts.ts'
import { formats } from '../export/formats.ts'
import { jsonLines } from '../export/json-lines.ts'
import { alertFilterQuery, toAlertFilter } from './alert-query.ts'
import type { AlertRoutesContext } from './alerts.ts'

const byName = new Map(formats.map((format) => [format.name, format]))
const names = [...byName.keys()]
const exportQuery = alertFilterQuery.extend({ format: z.enum(names).default(jsonLines.name) })

const getExport = createRoute({
  method: 'get',
  path: '/alerts/export',
  summary: `All alerts that match, for another program: ${names.join(', ')}`,
  request: { query: exportQuery },
  responses: {
    200: {
      description: 'The alerts, streamed, oldest first; each says what capture it comes from',
      content: { 'application/octet-stream': { schema: z.string() } },
    },
    ...problemResponses(errorCodes.E_INVALID_INPUT),
  },
})

export function alertExportRoutes({ alerts, now }: AlertRoutesContext) {
  return createRouter().openapi(getExport, (c) => {
    const { format: name, ...given } = c.req.valid('query')
    const filter = toAlertFilter(given, now())
    const format = byName.get(name) ?? jsonLines
    const body = ReadableStream.from(encoded(exportAlerts(alerts, filter, format)))
    return c.body(body as globalThis.ReadableStream, 200, {
      'content-type': format.contentType,
      'content-disposition': `attachment; filename="alerts.${format.extension}"`,
    })
  })
}

async function* encoded(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  for await (const text of texts) yield encoder.encode(text)
}
