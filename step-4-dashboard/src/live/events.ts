import { createRoute, z } from '@hono/zod-openapi'
import { type SSEStreamingApi, streamSSE } from 'hono/streaming'
import {
  AppError,
  createRouter,
  printFailure,
  problemResponses,
  toAppError,
} from 'step-3-persistence'
import { refuseOtherSites } from '../access/streams.ts'
import { errorCodes } from '../error-codes.ts'
import type { LiveHub } from './live-hub.ts'
import { TickBuffer } from './tick-buffer.ts'

/** Each stream costs a connection and at most one tick of 0.5 MB. */
export const streamCountMax = 100

/** A silent connection is closed by routers after a minute or more; a comment keeps it open. */
const keepAliveMs = 15_000

const getEvents = createRoute({
  method: 'get',
  path: '/events',
  summary: 'What happens, as it happens: curl -N localhost:8000/api/events',
  description:
    'Server-sent events with the names and bodies of the Socket.IO events: status, stats_update, packet_update, new_alert, alert_update. At most ten ticks a second; the first two tell how it stands.',
  middleware: [refuseOtherSites] as const,
  responses: {
    200: {
      description: 'A stream that does not end',
      content: { 'text/event-stream': { schema: z.string(), example: 'event: status\ndata: {}' } },
    },
    ...problemResponses(errorCodes.E_TOO_MANY_STREAMS),
  },
})

/** The hub's events for curl and other programs. A slow reader skips ticks and never piles up. */
export function eventRoutes(hub: LiveHub) {
  let streamCount = 0
  return createRouter().openapi(getEvents, (c) => {
    if (streamCount >= streamCountMax) throw tooManyStreams()
    streamCount += 1
    const send = async (stream: SSEStreamingApi) => {
      const pending = new TickBuffer()
      let wake = () => {}
      const unsubscribe = hub.subscribe((events) => {
        for (const event of events) pending.add(event)
        wake()
      })
      stream.onAbort(() => wake())
      const keepAlive = setInterval(() => void stream.write(': still here\n\n'), keepAliveMs)
      try {
        const { status, stats } = hub.snapshot()
        pending.add({ name: 'status', data: status })
        pending.add({ name: 'stats_update', data: stats })
        while (!stream.aborted) {
          for (const { name, data } of pending.take()) {
            await stream.writeSSE({ event: name, data: JSON.stringify(data) })
          }
          await new Promise<void>((resolve) => {
            wake = resolve
            if (stream.aborted || !pending.isEmpty) resolve()
          })
        }
      } finally {
        clearInterval(keepAlive)
        unsubscribe()
        streamCount -= 1
      }
    }
    return streamSSE(c, send, async (error) => printFailure(toAppError(error)))
  })
}

function tooManyStreams(): AppError {
  return new AppError(
    errorCodes.E_TOO_MANY_STREAMS,
    `${streamCountMax} event streams are open already`,
    {
      fix: 'Close one, or ask GET /api/status instead.',
    },
  )
}
