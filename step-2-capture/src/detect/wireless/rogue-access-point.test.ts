import { describe, expect, test } from 'vitest'
import { AirScript } from '../../../test/air-script.ts'
import { leftCountMax, networkCountMax, rogueAccessPoint } from './rogue-access-point.ts'

/** The first three bytes of an address are its vendor's; these differ by the numbers of the script. */
const [owner, twin] = [1, 2]
const kindsOf = (script: AirScript) => [
  ...new Set(script.detect(rogueAccessPoint).map(({ severity, kind }) => `${severity} ${kind}`)),
]

/** A protected network that is heard for a minute. */
function known(script = new AirScript()): AirScript {
  for (let i = 0; i < 60; i++) script.beacon(owner).wait(1)
  return script
}

/** Beacons of both, a second long each. */
function beside(script: AirScript, device: number, protection: 'open' | 'wep' | 'wpa'): AirScript {
  for (let i = 0; i < 10; i++) script.beacon(owner).beacon(device, { protection }).wait(0.1)
  return script
}

function alone(script: AirScript): AirScript {
  for (let i = 0; i < 10; i++) script.beacon(twin, { protection: 'open' }).wait(0.1)
  return script
}

describe('a second access point of a protected network', () => {
  test('without encryption is an evil twin; of one vendor it is of low severity', () => {
    const [found] = beside(known(), twin, 'open').detect(rogueAccessPoint)
    expect(found).toMatchObject({ source: '02:00:00:00:00:02', target: '02:00:00:00:00:01' })
    expect(`${found?.severity} ${found?.kind}`).toBe('low evil_twin')
    expect(found?.title).toBe(
      '02:00:00:00:00:02 announces the Wi-Fi home without encryption, which 02:00:00:00:00:01 ' +
        'announces with WPA (3 frames; threshold: 3)',
    )
  })

  test('is of medium severity where another vendor made it', () => {
    const script = known()
    beside(script, twin, 'open')
    for (const { bytes } of script.records) {
      if (bytes[15] === twin) for (const at of [10, 16]) bytes.set([0, 0x80, 0x27], at)
    }
    expect(kindsOf(script)).toEqual(['medium evil_twin'])
  })

  test('is of high severity where stations were sent away from the other', () => {
    const script = known()
    for (let i = 0; i < 10; i++) script.leave({ from: owner })
    expect(kindsOf(beside(script, twin, 'wep'))).toEqual(['high evil_twin'])
  })

  test('or of high severity where both have one address', () => {
    expect(kindsOf(beside(known(), owner, 'open'))).toEqual(['high evil_twin'])
  })

  test.each([
    ['another of the same protection, as in a company', beside(known(), twin, 'wpa')],
    ['one that was there from the start', known(beside(new AirScript(), twin, 'open'))],
    ['a few frames', known().beacon(twin, { protection: 'open' })],
    ['the other is gone', alone(known().wait(200))],
  ])('ordinary: %s', (_, script) => {
    expect(kindsOf(script)).toEqual([])
  })

  test('ordinary: the owner gives it other settings', () => {
    const script = known()
    for (let i = 0; i < 60; i++) script.beacon(owner, { protection: 'open' }).wait(0.1)
    for (let i = 0; i < 60; i++) script.beacon(owner).wait(0.1)
    expect(kindsOf(script)).toEqual([])
  })

  test('ordinary: hidden names are not the same name', () => {
    const script = new AirScript()
    for (let i = 0; i < 60; i++) script.beacon(owner, { name: '' }).wait(1)
    for (let i = 0; i < 9; i++) {
      script.beacon(owner, { name: '' }).beacon(twin, { name: '', protection: 'open' }).wait(0.1)
    }
    expect(kindsOf(script)).toEqual([])
  })

  test.each([
    [networkCountMax - 1, 1],
    [networkCountMax, 0],
  ])('after %i other names the twin of the first makes %i findings', (count, found) => {
    const script = new AirScript().beacon(owner)
    for (let i = 0; i < count; i++) script.beacon(100 + i, { name: `net-${i}` })
    script.wait(40)
    for (let i = 0; i < 3; i++) script.beacon(twin, { protection: 'open' }).wait(0.1)
    expect(kindsOf(script)).toHaveLength(found)
  })

  test.each([
    [leftCountMax - 1, 'high'],
    [leftCountMax, 'low'],
  ])('after %i others were left the twin of the first is of %s severity', (count, severity) => {
    const script = known()
    for (let i = 0; i < 10; i++) script.leave({ from: owner })
    for (let i = 0; i < count; i++) script.leave({ from: 100 + i })
    expect(kindsOf(beside(script, twin, 'open'))).toEqual([`${severity} evil_twin`])
  })
})

describe('an access point that answers', () => {
  test.each([
    [7, 0],
    [8, 1],
  ])('to %i names makes %i findings', (count, found) => {
    const script = new AirScript()
    for (let i = 0; i < count; i++) script.answer(1, 2, `net-${i}`).wait(1)
    expect(kindsOf(script)).toEqual(
      Array.from({ length: found }, () => 'medium every_name_answered'),
    )
  })

  test('ordinary: to one name, for every station, and beside it the others of the house', () => {
    const script = new AirScript()
    for (let i = 0; i < 500; i++) script.answer(1 + (i % 20), 100 + i, `net-${i % 20}`).wait(0.1)
    expect(kindsOf(script)).toEqual([])
  })
})
