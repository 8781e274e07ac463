import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, jsonResponse } from 'step-1-skeleton'
import { detectorRecord, detectorRecords } from '../../detect/config/detector-record.ts'
import type { CaptureContext } from '../capture-context.ts'

const detectorList = z
  .object({ count: z.number().int(), detectors: z.array(detectorRecord) })
  .openapi('Detectors', {
    example: {
      count: 1,
      detectors: [
        {
          name: 'beaconing',
          family: 'behaviour',
          about: 'Connections to one service outside, of one size and at one pace.',
          enabled: true,
          kinds: [
            {
              kind: 'beaconing',
              title: '{source} called {service} {count} times in {span}',
              technique: {
                id: 'T1071',
                name: 'Application Layer Protocol',
                tactic: 'command-and-control',
              },
              recommendation: 'Find the program on the source that makes these connections.',
            },
          ],
          options: [
            {
              name: 'scoreMin',
              about: 'Score from which it is a beacon',
              value: 0.8,
              default: 0.85,
              unit: 'share',
              min: 0,
              max: 1,
              source: 'RITA',
              origin: 'file',
            },
          ],
        },
      ],
    },
  })

const getDetectors = createRoute({
  method: 'get',
  path: '/detectors',
  summary: 'Every detector with its kinds, and its options as they are in force',
  responses: { 200: jsonResponse(detectorList, 'In the order in which they are asked') },
})

export function detectorRoutes({ detectorConfig }: CaptureContext) {
  return createRouter().openapi(getDetectors, (c) => {
    const detectors = detectorRecords(detectorConfig())
    return c.json({ count: detectors.length, detectors }, 200)
  })
}
