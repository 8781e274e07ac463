import { layers } from '../structure/layers.ts'
import type { SourceFile } from '../structure/sources.ts'

/**
 * The rooms of a package as a Mermaid diagram. An arrow is an import; what an arrow over another room
 * implies already is left out (the transitive reduction of Aho, Garey and Ullman 1972).
 */
export function roomMap(sources: readonly SourceFile[], packagePath: string): string {
  const below = importedRooms(sources, packagePath)
  const arrows = [...below]
    .flatMap(([from, rooms]) =>
      [...rooms].filter((to) => !isImplied(below, rooms, to)).map((to) => [from, to] as const),
    )
    .map(([from, to]) => `  ${nodeOf(from)} --> ${nodeOf(to)}`)
    .sort()
  return ['```mermaid', 'flowchart BT', ...arrows, '```', ''].join('\n')
}

/** Whether one of `rooms` leads to this one. The layers rule sees to it that nothing goes in circles. */
function isImplied(
  below: ReadonlyMap<string, ReadonlySet<string>>,
  rooms: ReadonlySet<string>,
  room: string,
): boolean {
  return [...rooms].some((other) => other !== room && leadsTo(below, other, room))
}

function leadsTo(
  below: ReadonlyMap<string, ReadonlySet<string>>,
  from: string,
  to: string,
): boolean {
  const rooms = below.get(from) ?? new Set()
  return rooms.has(to) || [...rooms].some((room) => leadsTo(below, room, to))
}

function importedRooms(
  sources: readonly SourceFile[],
  packagePath: string,
): Map<string, Set<string>> {
  const below = new Map<string, Set<string>>()
  for (const { path, imports } of sources) {
    const from = roomOf(path, packagePath)
    if (from === undefined || path.endsWith('.test.ts')) continue
    const rooms = below.get(from) ?? new Set()
    below.set(from, rooms)
    for (const target of imports) {
      const to = roomOf(target, packagePath)
      if (to !== undefined && to !== from) rooms.add(to)
    }
  }
  return below
}

/**
 * The room of a file: the first folder below the package, and in a room that has floors both on its
 * own and inside, the inner one. Loose files are their own.
 */
function roomOf(path: string, packagePath: string): string | undefined {
  const floors = layers[packagePath]
  if (!floors || !path.startsWith(`${packagePath}/`)) return undefined
  const inside = path.slice(packagePath.length + 1)
  const [first = ''] = inside.split('/')
  const inner = floors.find(
    (floor) => floor.startsWith(`${first}/`) && inside.startsWith(`${floor}/`),
  )
  return floors.includes(first) ? (inner ?? first) : first
}

/** Mermaid's node names have no dots, dashes or reserved words. */
function nodeOf(room: string): string {
  return `${room.replace(/\W/g, '_')}_[${room}]`
}
