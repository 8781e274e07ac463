import { describe, expect, it } from 'vitest'
import { portEntropy, portLogIncrease } from './port-entropy.ts'

/** The entropy of flows to these ports, counted one after another as a window does. */
function entropyOf(ports: readonly number[]): number {
  const counts = new Map<number, number>()
  let logSum = 0
  for (const port of ports) {
    const count = (counts.get(port) ?? 0) + 1
    counts.set(port, count)
    logSum += portLogIncrease(count)
  }
  return portEntropy(ports.length, logSum)
}

describe('the entropy of ports', () => {
  it('is 0 of no flow, and 0 while all flows go to one port', () => {
    expect(portEntropy(0, 0)).toBe(0)
    expect(entropyOf([443])).toBe(0)
    expect(entropyOf(new Array(100).fill(443))).toBeCloseTo(0, 9)
  })

  it('is 1 bit of two ports that are as frequent, and 10 of 1,024', () => {
    expect(entropyOf([80, 443, 443, 80])).toBeCloseTo(1, 9)
    expect(entropyOf(Array.from({ length: 1_024 }, (_, port) => port))).toBeCloseTo(10, 9)
  })

  it('lies between where one port is more frequent', () => {
    // -(3/4) · log2(3/4) - (1/4) · log2(1/4)
    expect(entropyOf([443, 443, 443, 80])).toBeCloseTo(0.811_278, 6)
  })

  it('does not depend on the order of the flows', () => {
    const ports = [1, 2, 2, 3, 3, 3, 4, 4, 4, 4]
    expect(entropyOf(ports.toReversed())).toBeCloseTo(entropyOf(ports), 12)
  })

  it('is never below 0, also where digits are lost', () => {
    for (let count = 1; count < 2_000; count++) {
      expect(portEntropy(count, count * Math.log2(count) + 1e-9)).toBe(0)
    }
  })
})

describe('what a flow adds', () => {
  it('is nothing for the first flow to a port', () => {
    expect(portLogIncrease(1)).toBe(0)
  })

  it('grows with the flows that go there already', () => {
    expect(portLogIncrease(2)).toBe(2)
    expect(portLogIncrease(4)).toBeCloseTo(8 - 3 * Math.log2(3), 12)
  })
})
