import { describe, expect, it } from 'vitest'
import { findActions } from './find-actions.ts'

const labels = (typed: string) => findActions(typed).map(({ label }) => label)

describe('the list of actions', () => {
  it('has every page before anything is typed', () => {
    expect(labels('')).toEqual(expect.arrayContaining(['Go to Live', 'Go to Hunt', 'Go to Health']))
  })

  it('narrows to what was typed, and offers to search for it', () => {
    expect(labels('go flo')).toEqual([
      'Go to Flows',
      'Search alerts: go flo',
      'Look up everywhere: go flo',
    ])
  })

  it.each(['192.0.2.7', '2001:db8::7'])('opens %s as a host', (address) => {
    expect(labels(address)).toContain(`Open the host ${address}`)
  })
})
