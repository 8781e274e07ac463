import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, jsonResponse, problemResponses } from 'step-1-skeleton'
import { counted } from '../../detect/track/counted.ts'
import type { CaptureContext } from '../capture-context.ts'
import { resolveSource, startProblems, startRequest } from '../source-request.ts'
import { optionalJson } from './optional-json.ts'

const started = z
  .object({
    started: z.literal(true).optional(),
    running: z.literal(true).optional(),
    status: z.string(),
    message: z.string(),
    run_id: z.string().nullable(),
  })
  .openapi('Started', {
    example: {
      started: true,
      status: 'running',
      message: 'reading port-scan.pcap.gz',
      run_id: '0f8fad5b-d9cb-469f-a165-70867728950e',
    },
  })

const stopped = z
  .object({
    stopped: z.literal(true).optional(),
    running: z.literal(false).optional(),
    status: z.string(),
    message: z.string(),
  })
  .openapi('Stopped', {
    example: { stopped: true, status: 'done', message: '1000 packets judged' },
  })

const startRoute = {
  method: 'post',
  summary: 'Capture, replay or simulate traffic and judge it',
  middleware: optionalJson,
  request: { body: { content: { 'application/json': { schema: startRequest } } } },
  responses: {
    200: jsonResponse(started, 'started, or running when a capture is already running'),
    ...problemResponses(...startProblems),
  },
} as const
const postStart = createRoute({ ...startRoute, path: '/start' })
const postStartMonitoring = createRoute({ ...startRoute, path: '/start_monitoring' })

const stopRoute = {
  method: 'post',
  summary: 'End the run; the last packets are still judged',
  responses: { 200: jsonResponse(stopped, 'stopped, or running: false when no run is on') },
} as const
const postStop = createRoute({ ...stopRoute, path: '/stop' })
const postStopMonitoring = createRoute({ ...stopRoute, path: '/stop_monitoring' })

/** Starting and stopping the one run that the server can have. */
export function startStopRoutes(context: CaptureContext) {
  const { monitor } = context

  async function start(request: z.infer<typeof startRequest>): Promise<z.infer<typeof started>> {
    if (!monitor.isActive) {
      const spec = await resolveSource(request, context)
      if (await monitor.start(spec)) {
        return { started: true, ...summary(`started ${spec.kind} ${spec.name}`) }
      }
    }
    return { running: true, ...summary('a capture is already running; stop it first') }
  }

  async function stop(): Promise<z.infer<typeof stopped>> {
    if (!(await monitor.stop()))
      return { running: false, status: state(), message: 'no capture is running' }
    const { packets } = monitor.stats
    return { stopped: true, status: state(), message: `${counted(packets, 'packet')} judged` }
  }

  const state = () => monitor.status().state
  const summary = (message: string) => ({
    status: state(),
    message,
    run_id: monitor.status().run_id,
  })

  return createRouter()
    .openapi(postStart, async (c) => c.json(await start(c.req.valid('json')), 200))
    .openapi(postStartMonitoring, async (c) => c.json(await start(c.req.valid('json')), 200))
    .openapi(postStop, async (c) => c.json(await stop(), 200))
    .openapi(postStopMonitoring, async (c) => c.json(await stop(), 200))
}
