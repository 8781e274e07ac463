import { yourTurn } from 'step-1-skeleton/errors'

/*
 * Your task: one number about what a host did in ten seconds. A browser goes to port 443 again and
 * again; a scanner goes to a new port each time. The entropy of the ports tells the two apart, and
 * it must be counted without keeping a count for each of 65,536 ports at the window's end.
 *
 * Shannon's entropy of n flows, c of them to each port, is Σ -(c/n) · log2(c/n) over the ports.
 * Written out, that is log2(n) - (1/n) · Σ c · log2(c). So a window adds up only two numbers while
 * flows come: n, and the sum Σ c · log2(c).
 */

/**
 * The entropy in bits: 0 of no flows. Never below 0, where the last digits of a sum are lost.
 * 4 flows, 3 of them to one port, have the sum 3 · log2(3) = 4.755, and 0.811 bits.
 *
 * @param _flowCount n, all flows of the window
 * @param _logSum Σ c · log2(c)
 */
export function portEntropy(_flowCount: number, _logSum: number): number {
  throw yourTurn('window-feature', 'step 2: portEntropy()')
}

/**
 * What one more flow adds to the sum: c · log2(c) with it, minus the same without it. Mind that
 * 0 · log2(0) is NaN in JavaScript, and 0 here.
 *
 * @param _portCount c, the flows to its port, this one included; at least 1
 */
export function portLogIncrease(_portCount: number): number {
  throw yourTurn('window-feature', 'step 2: portLogIncrease()')
}
