import { describe, expect, it } from 'vitest'
import { chooseInterface, interfaceLabel } from './choose-interface.ts'

const make = (name: string, may_capture: boolean, is_loopback = false) => ({
  name,
  addresses: [],
  is_up: true,
  is_loopback,
  may_capture,
})

describe('chooseInterface', () => {
  const loopback = make('lo', true, true)
  const down = make('eth0', false)
  const up = make('eth1', true)

  it.each([
    ['eth0', [down, loopback, up], 'eth0'],
    ['', [loopback, down, up], 'eth1'],
    ['gone', [loopback, down], 'lo'],
    ['', [down], 'eth0'],
    ['', [], undefined],
  ])('asked for %j it chooses well', (asked, interfaces, name) => {
    expect(chooseInterface(interfaces, asked)?.name).toBe(name)
  })
})

describe('interfaceLabel', () => {
  it('says the address, and what stands in the way', () => {
    expect(interfaceLabel({ ...make('eth0', true), addresses: ['192.0.2.1', '::1'] })).toBe(
      'eth0 · 192.0.2.1',
    )
    expect(interfaceLabel(make('eth0', false))).toBe('eth0 · not allowed')
    expect(interfaceLabel({ ...make('eth0', false), is_up: false })).toBe('eth0 · down')
  })
})
