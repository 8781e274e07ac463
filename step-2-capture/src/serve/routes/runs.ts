import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, jsonResponse, problemResponses, requireJson } from 'step-1-skeleton'
import { errorCodes } from '../../error-codes.ts'
import { noCounts } from '../../run/run-counts.ts'
import { type RunRecord, runRecord } from '../../run/run-record.ts'
import { timeline } from '../../run/traffic-timeline.ts'
import type { CaptureContext } from '../capture-context.ts'
import { resolveSource, startProblems, startRequest } from '../source-request.ts'

const example: RunRecord = {
  run_id: '0f8fad5b-d9cb-469f-a165-70867728950e',
  source: { kind: 'live', name: 'eth0' },
  desired: 'running',
  state: 'running',
  started_at: '2026-01-14T09:00:00.000Z',
  ended_at: null,
  starts: 1,
  progress: null,
  error: null,
  stats: noCounts,
  verdict: { status: 'normal', confidence: 0.93, threat_level: 'info' },
}

const timelineExample = {
  from: 1_768_381_200,
  seconds_per_point: 10,
  packets: [120, 98],
  bytes: [98_400, 80_220],
  detections: [0, 1],
}

const runList = z
  .object({ count: z.number().int(), runs: z.array(runRecord) })
  .openapi('Runs', { example: { count: 1, runs: [example] } })

const getRuns = createRoute({
  method: 'get',
  path: '/runs',
  summary: 'What runs, what should run, and what has run',
  responses: {
    200: jsonResponse(runList, 'Those that are on come first, the newest of them first'),
  },
})

const postRun = createRoute({
  method: 'post',
  path: '/runs',
  summary: 'Start one more run, beside those that are on',
  middleware: requireJson,
  request: { body: { required: true, content: { 'application/json': { schema: startRequest } } } },
  responses: {
    201: {
      description: 'It runs; a live capture goes on until it is stopped, also after a restart',
      content: { 'application/json': { schema: runRecord, example } },
    },
    ...problemResponses(...startProblems, errorCodes.E_TOO_MANY_RUNS),
  },
})

const params = z.object({
  run_id: z.string().max(64).openapi({ example: '0f8fad5b-d9cb-469f-a165-70867728950e' }),
})

const stopRun = createRoute({
  method: 'post',
  path: '/runs/{run_id}/stop',
  summary: 'End a run; its last packets are still judged, and no restart brings it back',
  request: { params },
  responses: {
    200: {
      description: 'It has ended',
      content: { 'application/json': { schema: runRecord, example } },
    },
    ...problemResponses(errorCodes.E_NO_RUN),
  },
})

const restartRun = createRoute({
  method: 'post',
  path: '/runs/{run_id}/again',
  summary: 'Start once more what has ended, as a new run',
  request: { params },
  responses: {
    201: {
      description: 'The new run',
      content: { 'application/json': { schema: runRecord, example } },
    },
    ...problemResponses(
      errorCodes.E_NO_RUN,
      errorCodes.E_NO_FILE,
      errorCodes.E_TOO_MANY_RUNS,
      errorCodes.E_CAPTURE_FAILED,
      errorCodes.E_CAPTURE_HUNG,
    ),
  },
})

const getTimeline = createRoute({
  method: 'get',
  path: '/runs/{run_id}/timeline',
  summary: 'The traffic of a run over its whole time, in at most 600 points',
  request: { params },
  responses: {
    200: {
      description: 'Packets, bytes and detections of each point of traffic time',
      content: { 'application/json': { schema: timeline, example: timelineExample } },
    },
    ...problemResponses(errorCodes.E_NO_RUN),
  },
})

/** Several runs at once; `/start` and `/stop` speak of the current one only. */
export function runRoutes(context: CaptureContext) {
  const { runs } = context.monitor
  return createRouter()
    .openapi(getRuns, (c) => {
      const records = [...runs.records]
      return c.json({ count: records.length, runs: records }, 200)
    })
    .openapi(postRun, async (c) =>
      c.json(await runs.begin(await resolveSource(c.req.valid('json'), context)), 201),
    )
    .openapi(getTimeline, (c) => c.json(runs.timeline(c.req.valid('param').run_id), 200))
    .openapi(stopRun, async (c) => c.json(await runs.end(c.req.valid('param').run_id), 200))
    .openapi(restartRun, async (c) =>
      c.json(await runs.beginAgain(c.req.valid('param').run_id), 201),
    )
}
