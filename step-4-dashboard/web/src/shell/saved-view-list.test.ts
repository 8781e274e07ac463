import { expect, it } from 'vitest'
import { readViews, savedViewCountMax, withoutView, withView } from './saved-view-list.ts'

const scans = { name: 'Scans', address: '/alerts?q=kind:port_scan' }
const names = (views: readonly { readonly name: string }[]) => views.map(({ name }) => name)

it('keeps a view by its name, the newest of that name', () => {
  const newer = { ...scans, name: ' Scans ', address: '/alerts?severity=high' }
  const views = withView(withView([scans], { name: 'Big', address: '/flows' }), newer)
  expect(views).toEqual([
    { name: 'Big', address: '/flows' },
    { name: 'Scans', address: '/alerts?severity=high' },
  ])
  expect(names(withoutView(views, 'Big'))).toEqual(['Scans'])
  expect(withView(views, { name: '  ', address: '/' })).toBe(views)
})

it('reads what it wrote, and of anything else what is a view', () => {
  expect(readViews(JSON.stringify([scans]))).toEqual([scans])
  const others = [null, 3, { name: 'x' }, { name: 'x', address: '//evil.example' }, scans]
  expect(readViews(JSON.stringify(others))).toEqual([scans])
  for (const text of [null, '', '{', '{}', '3']) expect(readViews(text)).toEqual([])
})

it('keeps no more than a menu shows', () => {
  const many = Array.from({ length: savedViewCountMax + 5 }, (_, index) => ({
    name: `view ${index}`,
    address: '/alerts',
  }))
  expect(readViews(JSON.stringify(many))).toHaveLength(savedViewCountMax)
  const full = many.slice(0, savedViewCountMax)
  expect(withView(full, scans)).toHaveLength(savedViewCountMax)
  expect(names(withView(full, scans))).toContain('Scans')
})
