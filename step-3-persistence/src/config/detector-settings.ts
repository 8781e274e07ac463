import { z } from '@hono/zod-openapi'
import { type DetectorConfig, type NestedSettings, settingOrigins } from 'step-2-capture'

/** Options by detector. `DetectorConfig` checks them, against the options of the detectors. */
export const detectorSettings = z
  .custom<NestedSettings>(isMap, { error: 'must be a map of detectors' })
  .openapi({
    type: 'object',
    description:
      'By detector its options, as GET /api/detectors lists them, and enabled. Sent as null, what is stored under a name is forgotten, and the file or the default counts again.',
    example: { beaconing: { scoreMin: 0.8, allow: ['192.0.2.7'] } },
  })

/** Where each value comes from that is not the default. */
export const settingOriginsByName = z.record(z.string(), z.enum(settingOrigins)).openapi({
  description:
    'Where each value of detectors comes from that is not the default. Sent, it changes nothing.',
  example: { 'beaconing.scoreMin': 'stored' },
})

/** What `GET /api/config` shows of the detectors. */
export function shownDetectors(config: DetectorConfig) {
  const names = Object.keys(config.settings)
  const origins = Object.fromEntries(names.map((name) => [name, config.originOf(name)]))
  return { detectors: config.inForce, origins }
}

function isMap(given: unknown): boolean {
  return typeof given === 'object' && given !== null && !Array.isArray(given)
}
