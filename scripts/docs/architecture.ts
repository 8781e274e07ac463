import { fileURLToPath } from 'node:url'
import { layers } from '../structure/layers.ts'
import { roomsOf } from '../structure/room-readmes.ts'
import { readSources } from '../structure/sources.ts'
import type { GeneratedDocument } from './document.ts'
import { roomMap } from './room-map.ts'
import { packetToScreen } from './system-diagram.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const introduction = `# Architecture

Made from the code by \`npm run docs\`, and compared in CI. In the room maps an arrow is an import that
exists, and the sentence of a room is the first line of its README.

Each step is a package that imports the one before it through its exports. Within a package, code
imports from its own room and from the rooms above it in the lists below, never the other way;
\`npm run check\` holds that.
`

/** The system diagram, from packet to screen, and the rooms of every step. */
export const architecture: GeneratedDocument = {
  path: 'docs/architecture.md',
  make: () => {
    const sources = readSources(root)
    const maps = Object.keys(layers).map((name) =>
      [`## Rooms of ${name}`, roomTable(name), roomMap(sources, name)].join('\n\n'),
    )
    const system = `## From packet to screen\n\n${packetToScreen(sources)}`
    return `${[introduction, system, ...maps].join('\n').trimEnd()}\n`
  },
}

function roomTable(packagePath: string): string {
  const floors = layers[packagePath] ?? []
  const known = new Map(roomsOf(root, packagePath).map((room) => [room.name, room.about]))
  const rows = [...known]
    .map(([name, about]) => ({ name, about, floor: floorOf(floors, name) }))
    .sort((a, b) => a.floor - b.floor)
    .map(({ name, about }) => `| [\`${name}\`](../${packagePath}/${name}) | ${about} |`)
  return ['| room, from the ground up | what is in it |', '| --- | --- |', ...rows].join('\n')
}

/** A room that only has rooms inside it stands where the first of them does. */
function floorOf(floors: readonly string[], name: string): number {
  return floors.findIndex((floor) => floor === name || floor.startsWith(`${name}/`))
}
