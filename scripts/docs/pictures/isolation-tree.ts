import { readFileSync } from 'node:fs'
import { type Item, itemFeatures, itemRow } from 'step-1-skeleton'
import { growTree, pathLength, type Tree } from 'step-1-skeleton/isolation-tree'
import { Random } from 'step-2-capture/pictures'
import type { GeneratedDocument } from '../document.ts'
import { box, path, svgOf, text } from './svg.ts'

const rowHeight = 26
const columnWidth = 128
const leafWidth = 140
const margin = { top: 62, left: 16 }
/** As many as a model of step 1 calls odd: 5 % of 60. */
const strangeCount = 3

/** A tree of step 1's own code over the sample, lying on its side: the root at the left. */
export const isolationTreePicture: GeneratedDocument = {
  path: 'docs/pictures/isolation-tree.svg',
  make: () => {
    const file = new URL('../../../samples/sample_batch.json', import.meta.url)
    const { items } = JSON.parse(readFileSync(file, 'utf8')) as { items: Item[] }
    return drawTree(items)
  },
}

interface Place {
  readonly tree: Tree
  readonly items: readonly Item[]
  readonly depth: number
  readonly y: number
  readonly below: readonly Place[]
}

export function drawTree(items: readonly Item[]): string {
  const rows = items.map(itemRow)
  const depthMax = Math.ceil(Math.log2(rows.length))
  const random = new Random('isolation tree')
  const grow = (): Tree => growTree(rows, { depthMax, random: () => random.fraction() })
  const tree = grow()
  const forest = Array.from({ length: 100 }, grow)
  const strange = strangest(items, forest)
  let leafCount = 0
  const root = place(tree, items, 0, () => margin.top + rowHeight * (leafCount++ + 0.5))
  const cuts = strange.map((item) => `${nameOf(item)} after ${pathLength(tree, itemRow(item))}`)
  return svgOf({
    title: `An isolation tree of the ${items.length} packets of the sample`,
    description: `Random cuts by ${itemFeatures.join(' and ')} separate the packets. The three strangest stand alone early: ${cuts.join(', ')} cuts. Packets of the crowd need up to ${depthMax}.`,
    width: margin.left + columnWidth * depthMax + leafWidth + 12,
    height: margin.top + rowHeight * leafCount + 12,
    elements: [
      text(16, 26, `One isolation tree of the ${items.length} packets in the sample`, {
        look: 'strong',
      }),
      text(16, 46, 'Upper branch: below the value. Red: the three strangest by 100 such trees.', {
        look: 'soft',
      }),
      ...branches(root, new Set(strange)),
    ],
  })
}

/** The items that the forest cuts off after the fewest cuts on average. */
function strangest(items: readonly Item[], forest: readonly Tree[]): Item[] {
  const lengthOf = (item: Item): number =>
    forest.reduce<number>((sum, tree) => sum + pathLength(tree, itemRow(item)), 0)
  return items
    .map((item) => ({ item, length: lengthOf(item) }))
    .sort((a, b) => a.length - b.length)
    .slice(0, strangeCount)
    .map(({ item }) => item)
}

function place(tree: Tree, items: readonly Item[], depth: number, nextY: () => number): Place {
  if (typeof tree === 'number') return { tree, items, depth, y: nextY(), below: [] }
  const [column, value, low, high] = tree
  const isLow = (item: Item): boolean => (itemRow(item)[column] as number) < value
  const below = [
    place(low, items.filter(isLow), depth + 1, nextY),
    place(
      high,
      items.filter((item) => !isLow(item)),
      depth + 1,
      nextY,
    ),
  ]
  return { tree, items, depth, y: ((below[0]?.y ?? 0) + (below[1]?.y ?? 0)) / 2, below }
}

function branches(from: Place, strange: ReadonlySet<Item>): string[] {
  const x = xOf(from)
  const ways = from.below.map((to) => {
    const look = to.items.every((item) => strange.has(item)) ? 'strange' : 'stroke'
    const elbow: [number, number][] = [
      [x + columnWidth - 26, from.y],
      [x + columnWidth - 14, to.y],
      [xOf(to), to.y],
    ]
    return path(elbow, look)
  })
  return [...ways, node(from, strange), ...from.below.flatMap((to) => branches(to, strange))]
}

function node({ tree, items, y, depth }: Place, strange: ReadonlySet<Item>): string {
  const x = margin.left + depth * columnWidth
  const isLeaf = typeof tree === 'number'
  const isStrange = isLeaf && items.every((item) => strange.has(item))
  const label = isLeaf ? leafLabel(items) : cutLabel(tree)
  const width = isLeaf ? leafWidth : columnWidth - 26
  const look = isStrange ? 'red' : isLeaf ? 'grey' : 'blue'
  return `${box({ x, y: y - 10, width, height: 20 }, look)}${text(x + 6, y + 4.5, label, isStrange ? { look: 'strong' } : {})}`
}

function xOf({ depth }: Place): number {
  return margin.left + depth * columnWidth
}

function cutLabel([column, value]: Exclude<Tree, number>): string {
  return `${itemFeatures[column]} < ${Math.ceil(value).toLocaleString('en')}`
}

function leafLabel(items: readonly Item[]): string {
  const [first] = items
  if (items.length === 1 && first) return nameOf(first)
  return `${items.length} packets together`
}

function nameOf({ size, proto }: Item): string {
  return `${size.toLocaleString('en')} B, proto ${proto}`
}
