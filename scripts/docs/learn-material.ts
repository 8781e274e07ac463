import { readFileSync } from 'node:fs'
import { type Item, itemFeatures, itemRow } from 'step-1-skeleton'
import { growTree, pathLength, type Tree } from 'step-1-skeleton/isolation-tree'
import { Random } from 'step-2-capture/pictures'
import { exercises } from '../learn/exercises.ts'
import type { GeneratedDocument } from './document.ts'
import { fieldsOf, firstSyn } from './pictures/packet-bytes.ts'

const root = new URL('../../', import.meta.url)
const treeCount = 100

/** What the page `/learn` of the dashboard shows: exercises, words, a forest and a packet. */
export const learnMaterial: GeneratedDocument = {
  path: 'docs/learn.json',
  make: () => {
    const text = readFileSync(new URL('samples/sample_batch.json', root), 'utf8')
    const { items } = JSON.parse(text) as { items: Item[] }
    const material = {
      exercises: exercises.map(({ id, step, title, minutes, package: name, file }) => ({
        id,
        step,
        title,
        minutes,
        file: `${name}/my/${file}`,
      })),
      glossary: glossaryOf(readFileSync(new URL('docs/glossary.md', root), 'utf8')),
      forest: forestOf(items),
      packet: packetOf(),
    }
    return `${JSON.stringify(material, null, 1)}\n`
  },
}

/** Terms under the heading of their group, as plain text. */
export function glossaryOf(markdown: string) {
  return markdown.split(/^## /m).flatMap((section) => {
    const [group = '', ...entries] = section.split(/^### /m)
    return entries.map((entry) => {
      const [term = '', ...lines] = entry.trim().split('\n')
      const [text = '', example = ''] = plain(lines.join(' ')).split('Example:')
      return { group: group.split('\n')[0] ?? '', term, text: text.trim(), example: example.trim() }
    })
  })
}

function plain(markdown: string): string {
  return markdown
    .replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .replaceAll(/_(Example:)_/g, '$1')
    .replaceAll('`', '')
}

function forestOf(items: readonly Item[]) {
  const rows = items.map(itemRow)
  const random = new Random('isolation tree')
  const depthMax = Math.ceil(Math.log2(rows.length))
  const grow = (): Tree => growTree(rows, { depthMax, random: () => random.fraction() })
  const forest = Array.from({ length: treeCount }, grow)
  const lengths = rows.map((row) =>
    forest.reduce<number>((sum, tree) => sum + pathLength(tree, row), 0),
  )
  const strangenessOf = (length: number): number => {
    const longer = lengths.filter((other) => other > length).length
    const same = lengths.filter((other) => other === length).length
    return Number(((longer + same / 2) / lengths.length).toFixed(4))
  }
  const range = (column: number): [number, number] => {
    const values = rows.map((row) => row[column] as number)
    return [Math.min(...values), Math.max(...values)]
  }
  return {
    items: items.map(({ size, proto }, index) => ({
      size,
      proto,
      strangeness: strangenessOf(lengths[index] as number),
    })),
    cuts: cutsOf(forest[0] as Tree, { size: range(0), proto: range(1) }),
  }
}

type Within = { readonly size: [number, number]; readonly proto: [number, number] }

/** The cuts of a tree level by level, as one would draw them. */
function cutsOf(tree: Tree, all: Within) {
  const cuts: { feature: 'size' | 'proto'; value: number; within: Within }[] = []
  const waiting: { tree: Tree; within: Within }[] = [{ tree, within: all }]
  for (const { tree, within } of waiting) {
    if (typeof tree === 'number') continue
    const [column, exact, below, notBelow] = tree
    const feature = itemFeatures[column] as 'size' | 'proto'
    const value = Number(exact.toFixed(2))
    cuts.push({ feature, value, within })
    const [low, high] = within[feature]
    waiting.push({ tree: below, within: { ...within, [feature]: [low, value] } })
    waiting.push({ tree: notBelow, within: { ...within, [feature]: [value, high] } })
  }
  return cuts
}

function packetOf() {
  const packet = firstSyn()
  return {
    bytes: [...packet.bytes],
    fields: fieldsOf(packet).map(({ name, offset, length, value }) => ({
      name,
      offset,
      length,
      value,
    })),
  }
}
