import { type InfiniteData, QueryClient } from '@tanstack/react-query'
import type { Alert } from 'step-3-persistence'
import { describe, expect, it } from 'vitest'
import { makeAlert } from '../../../test/live-parts.ts'
import { addLiveAlert, alertKeys, clearArrivals, recentAlertCount } from './alert-cache.ts'

function openCache(...listed: string[]) {
  const queries = new QueryClient()
  const alerts = listed.map((alert_id) => makeAlert({ alert_id }))
  const page = { total: listed.length, next_cursor: null, alerts }
  queries.setQueryData([...alertKeys.lists, {}], { pages: [page], pageParams: [''] })
  queries.setQueryData(alertKeys.recent, alerts)
  const list = () =>
    queries.getQueryData<InfiniteData<typeof page>>([...alertKeys.lists, {}])?.pages[0]?.alerts
  const ids = (key: readonly string[]) =>
    queries.getQueryData<Alert[]>(key)?.map(({ alert_id }) => alert_id)
  return { queries, list, ids }
}

describe('addLiveAlert', () => {
  it('changes a row where it stands', () => {
    const { queries, list, ids } = openCache('a', 'b')
    addLiveAlert(queries, makeAlert({ alert_id: 'b', count: 9 }))
    expect(list()?.map(({ alert_id, count }) => [alert_id, count])).toEqual([
      ['a', 1],
      ['b', 9],
    ])
    expect(ids(alertKeys.arrivals)).toBeUndefined()
  })

  it('lets a new one wait instead of moving the rows, once however often it grows', () => {
    const { queries, list, ids } = openCache('a')
    addLiveAlert(queries, makeAlert({ alert_id: 'n' }))
    addLiveAlert(queries, makeAlert({ alert_id: 'n', count: 2 }))
    expect(list()?.map(({ alert_id }) => alert_id)).toEqual(['a'])
    expect(ids(alertKeys.arrivals)).toEqual(['n'])
    clearArrivals(queries)
    expect(ids(alertKeys.arrivals)).toEqual([])
  })

  it('puts the newest on top of the short list, which stays short', () => {
    const { queries, ids } = openCache('a', 'b')
    addLiveAlert(queries, makeAlert({ alert_id: 'b' }))
    expect(ids(alertKeys.recent)).toEqual(['b', 'a'])
    for (let count = 0; count < 20; count++) {
      addLiveAlert(queries, makeAlert({ alert_id: `n${count}` }))
    }
    expect(ids(alertKeys.recent)).toHaveLength(recentAlertCount)
  })
})
