import { describe, expect, test } from 'vitest'
import { detectors as untrained } from '../src/detect/detectors.ts'
import { type OptionEdge, optionParts, settingsWith, verdicts } from './option-edge.ts'
import { edges as beacon } from './option-edges/beacon.ts'
import { edges as control } from './option-edges/control.ts'
import { edges as covert } from './option-edges/covert.ts'
import { edges as flood } from './option-edges/flood.ts'
import { edges as fragments } from './option-edges/fragments.ts'
import { edges as icmp } from './option-edges/icmp.ts'
import { edges as lan } from './option-edges/lan.ts'
import { edges as link } from './option-edges/link.ts'
import { edges as login } from './option-edges/login.ts'
import { edges as loginRelay } from './option-edges/login-relay.ts'
import { edges as mail } from './option-edges/mail.ts'
import { edges as model, modelDetectors } from './option-edges/model.ts'
import { edges as name } from './option-edges/name.ts'
import { edges as remoteControl } from './option-edges/remote-control.ts'
import { edges as reports } from './option-edges/reports.ts'
import { edges as scan } from './option-edges/scan.ts'
import { edges as segmentInjection } from './option-edges/segment-injection.ts'
import { edges as shares } from './option-edges/shares.ts'
import { edges as steadyFlood } from './option-edges/steady-flood.ts'
import { edges as switchControl } from './option-edges/switch-control.ts'
import { edges as web } from './option-edges/web.ts'
import { edges as windows } from './option-edges/windows.ts'
import { edges as wireless } from './option-edges/wireless.ts'

const edges: readonly OptionEdge[] = [
  ...scan,
  ...flood,
  ...fragments,
  ...icmp,
  ...lan,
  ...switchControl,
  ...link,
  ...steadyFlood,
  ...mail,
  ...reports,
  ...segmentInjection,
  ...wireless,
  ...login,
  ...name,
  ...web,
  ...windows,
  ...shares,
  ...loginRelay,
  ...control,
  ...covert,
  ...remoteControl,
  ...beacon,
  ...model,
]
const detectors = [...untrained, ...modelDetectors]

/** Those that have options; signatures have rules instead. */
const described = detectors.filter((one) => optionParts(one).length > 0)

const edgesOf = (name: string, path: string) =>
  edges.filter(({ detector, option }) => detector.name === name && option === path)

test('every row is about an option that exists', () => {
  const paths = detectors.flatMap((one) =>
    optionParts(one).map(({ path }) => `${one.name}.${path}`),
  )
  const rows = edges.map(({ detector, option }) => `${detector.name}.${option}`)
  expect(rows.filter((row) => !paths.includes(row))).toEqual([])
})

describe.each(described)('$name', (detector) => {
  test.each(optionParts(detector))('$path changes a verdict at its edge', ({ path }) => {
    const rows = edgesOf(detector.name, path)
    expect(rows, `test/option-edges/ has no row for ${detector.name}.${path}`).not.toEqual([])
    for (const edge of rows) expect(verdicts(edge, edge.below)).not.toEqual(verdicts(edge, edge.at))
  })

  test.each(optionParts(detector))(
    '$path is refused outside its range',
    ({ path, unit, refused }) => {
      expect(refused).not.toEqual([])
      for (const { value, limit } of refused) {
        const parts = [`${detector.name}.${path}`, limit, unit]
        expect(() => detector.with(settingsWith(path, value))).toThrow(
          expect.objectContaining({
            code: 'E_BAD_OPTION',
            message: expect.stringMatching(parts.map((part) => `(?=.*${escaped(part)})`).join('')),
          }),
        )
      }
    },
  )
})

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
