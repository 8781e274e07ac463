import { expect, it } from 'vitest'
import { compareWindows } from './compare-windows.ts'

const window = (packets: number, ports: number) => ({ start: '', features: { packets, ports } })

it('sets the newest window beside the median of the others, the strongest change first', () => {
  expect(
    compareWindows([window(20, 90), window(10, 1), window(14, 2), window(12, 3), window(10, 2)]),
  ).toEqual([
    { name: 'ports', newest: 90, median: 2, largest: 3 },
    { name: 'packets', newest: 20, median: 11, largest: 14 },
  ])
})

it('compares nothing where there is one window', () => {
  expect(compareWindows([window(20, 90)])).toEqual([])
})
