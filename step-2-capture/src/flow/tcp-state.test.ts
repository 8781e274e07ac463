import { describe, expect, it } from 'vitest'
import { TcpFlag } from '../decode/frame.ts'
import { FlowState } from './flow-column.ts'
import { nextTcpState } from './tcp-state.ts'

const flagOf: Record<string, number> = {
  S: TcpFlag.syn,
  A: TcpFlag.ack,
  F: TcpFlag.fin,
  R: TcpFlag.rst,
  P: TcpFlag.psh,
}

/** Plays segments like `>S <SA >A`: `>` from the originator, `<` from the responder. */
function play(segments: string): string {
  const seen = [0, 0]
  let state: number = FlowState.midstream
  for (const segment of segments.split(' ')) {
    const side = segment[0] === '>' ? 0 : 1
    const flags = [...segment.slice(1)].reduce((sum, letter) => sum | (flagOf[letter] ?? 0), 0)
    seen[side] = (seen[side] as number) | flags
    state = nextTcpState(state, side, flags, seen[1 - side] as number)
  }
  return Object.entries(FlowState).find(([, value]) => value === state)?.[0] ?? '?'
}

describe('nextTcpState', () => {
  it.each([
    ['>S', 'attempted'],
    ['>S >S', 'attempted'],
    ['>S <SA', 'halfOpen'],
    ['>S <SA >A', 'established'],
    ['>S <RA', 'rejected'],
    ['>S <SA >R', 'rejected'],
    ['>S <SA >A >F', 'closing'],
    ['>S <SA >A >FA <FA', 'closed'],
    ['>S <SA >A <R', 'reset'],
    ['>S <SA >A >S', 'established'],
    ['<SA >S >A', 'established'],
    ['>S >A <A', 'established'],
    ['>S >A >PA', 'attempted'],
    ['>S <PA >A <FA >FA', 'closed'],
    ['>PA', 'midstream'],
    ['>PA <A', 'established'],
    ['>F <RA', 'rejected'],
    ['<SA >A', 'established'],
    ['>S <SA >A >FA <FA >S', 'attempted'],
  ])('takes %s for %s', (segments, state) => {
    expect(play(segments)).toBe(state)
  })
})
