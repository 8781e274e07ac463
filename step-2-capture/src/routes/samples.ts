import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, jsonResponse } from 'step-1-skeleton'
import { sample } from '../capture/samples.ts'
import type { CaptureContext } from '../capture-context.ts'

const sampleList = z.object({ samples: z.array(sample) }).openapi('Samples', {
  example: {
    samples: [
      {
        sample: 'port-scan',
        title: 'A port scan in an office',
        description: 'One host tries 1,000 ports of another.',
        size: 123_456,
        seconds: 90,
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
