import { sectionSteps } from 'step-1-skeleton/config'
import { expect, it } from 'vitest'
import { configSchema } from './config-schema.ts'

const schema = JSON.parse(String(await configSchema.make()))

it('has each section that a step leaves to later ones, and no other', () => {
  expect(Object.keys(schema.properties).sort()).toEqual(Object.keys(sectionSteps).sort())
  expect(schema.additionalProperties).toBe(false)
})

it('says of an option its default, range, unit and source, and knows no other option', () => {
  const { beaconing } = schema.properties.detectors.properties
  expect(beaconing.properties.scoreMin).toEqual({
    type: 'number',
    description: 'Score from which it is a beacon',
    default: 0.85,
    minimum: 0,
    maximum: 1,
    unit: 'share',
    source: 'RITA',
  })
  expect(beaconing.properties.enabled).toMatchObject({ type: 'boolean', default: true })
  expect(beaconing.additionalProperties).toBe(false)
  expect(beaconing.required).toBeUndefined()
})
