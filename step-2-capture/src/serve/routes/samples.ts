import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, jsonResponse } from 'step-1-skeleton'
import { sample } from '../../capture/samples.ts'
import type { CaptureContext } from '../capture-context.ts'

const sampleList = z.object({ samples: z.array(sample) }).openapi('Samples', {
  example: {
    samples: [
      {
        sample: 'port-scan',
        title: 'port scan',
        description: 'vertical port scan: 192.0.2.66 against 192.0.2.10',
        origin: 'recorded',
        packets: 1098,
        seconds: 9.8,
        attacks: 1,
        size: 12_345,
      },
    ],
  },
})

const getSamples = createRoute({
  method: 'get',
  path: '/samples',
  summary: 'The captures that come with the project, to be replayed',
  responses: {
    200: jsonResponse(sampleList, 'Start one with {"source":{"kind":"pcap","sample":…}}'),
  },
})

export function sampleRoutes({ samples }: CaptureContext) {
  return createRouter().openapi(getSamples, async (c) =>
    c.json({ samples: await samples.list() }, 200),
  )
}
