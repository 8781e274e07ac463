import { describe, expect, it } from 'vitest'
import {
  counted,
  formatBitRate,
  formatBytes,
  formatCount,
  formatMeasure,
  formatRate,
  formatShare,
} from './quantity.ts'

describe('quantities', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [12_345, '12,345'],
    [999_999, '999,999'],
    [1_000_000, '1 M'],
    [1_234_567, '1.23 M'],
    [999_700_000, '1 G'],
    [null, '–'],
    [undefined, '–'],
    [Number.NaN, '–'],
    [Number.POSITIVE_INFINITY, '–'],
  ])('writes a count of %j as %s', (count, text) => {
    expect(formatCount(count)).toBe(text)
  })

  it.each([
    [0, '0'],
    [3.44, '3.4'],
    [9.99, '10'],
    [12.6, '13'],
    [1_500_000, '1.5 M'],
    [null, '–'],
  ])('writes a rate of %j as %s', (rate, text) => {
    expect(formatRate(rate)).toBe(text)
  })

  it.each([
    [0, '0 bit/s'],
    [999, '999 bit/s'],
    [999.6, '1 kbit/s'],
    [8_440, '8.44 kbit/s'],
    [1_000_000_000, '1 Gbit/s'],
    [null, '–'],
  ])('writes %j bits a second as %s', (rate, text) => {
    expect(formatBitRate(rate)).toBe(text)
  })

  it.each([
    [60, '60 B'],
    [1_110_000, '1.11 MB'],
  ])('writes %j bytes as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })

  it.each([
    [0, '0 %'],
    [0.004, '< 1 %'],
    [0.5, '50 %'],
    [0.9951, '> 99 %'],
    [1, '100 %'],
    [null, '–'],
  ])('writes a share of %j as %s', (share, text) => {
    expect(formatShare(share)).toBe(text)
  })

  it.each([
    [212, 'ports', '212 ports'],
    [4633.8123, 'a minute', '4,630 a minute'],
    [0.123456, '', '0.123'],
    ['SSH-2.0', 'version', 'SSH-2.0 version'],
    ['below 6', '', 'below 6'],
  ])('writes the measure %j %s as %s', (value, unit, text) => {
    expect(formatMeasure(value, unit)).toBe(text)
  })

  it.each([
    [0, '0 alerts'],
    [1, '1 alert'],
    [1_234, '1,234 alerts'],
    [undefined, '– alerts'],
  ])('counts %s alerts as %j', (count, text) => {
    expect(counted(count, 'alert')).toBe(text)
  })
})
