import type { SourceFile } from './sources.ts'

/**
 * The rooms of each package from the ground up: a file imports from its own room and from rooms
 * below it. A name is a folder or a file under the package; the longest that fits counts. On the
 * floor of `*` lie the folders that have no name here: a new page is one, and imports no other.
 */
export type Layers = Readonly<Record<string, readonly string[]>>

export const layers: Layers = {
  'step-1-skeleton/src': [
    'version.ts',
    'parts-in-turns.ts',
    'json-in-turns.ts',
    'limited-array.ts',
    'ml-isolation-forest.d.ts',
    'error-codes.ts',
    'fault-place.ts',
    'system-code.ts',
    'errors.ts',
    'failure-log.ts',
    'config',
    'failures.ts',
    'json-shape.ts',
    'router.ts',
    'heavy-turns.ts',
    'write-atomically.ts',
    'read-kept.ts',
    'algorithm.ts',
    'scaler.ts',
    'calibration.ts',
    'model-damaged.ts',
    'isolation-tree.ts',
    'forest-state.ts',
    'own-forest.ts',
    'isolation-forest.ts',
    'algorithms.ts',
    'model.ts',
    'model-file.ts',
    'model-holder.ts',
    'schema.ts',
    'app-context.ts',
    'routes',
    'app.ts',
    'stalled-bodies.ts',
    'allowed-origins.ts',
    'listen.ts',
    'guard',
    'close-on-signal.ts',
    'folder-lock.ts',
    'serve.ts',
    'open-skeleton.ts',
    'server.ts',
    'index.ts',
  ],
  'step-2-capture/src': [
    'error-codes.ts',
    'memory',
    'pcap',
    'decode',
    'reassembly',
    'flow',
    'features',
    'detect/seam',
    'detect/track',
    'detect/name',
    'detect/scan',
    'detect/flood',
    'detect/login',
    'detect/mail',
    'detect/lan',
    'detect/wireless',
    'detect/web',
    'detect/windows',
    'detect/control',
    'detect/covert',
    'detect/beacon',
    'detect/signature',
    'detect/user-rules',
    'detect/model/algorithms',
    'detect/model',
    'detect/fuse',
    'detect/detectors.ts',
    'detect/config',
    'simulate',
    'capture',
    'engine.ts',
    'run',
    'versions',
    'dataset',
    'baseline',
    'train',
    'evaluate',
    'self-test',
    'upload',
    'serve',
    'app.ts',
    'cli',
    'server.ts',
    'pictures.ts',
    'index.ts',
  ],
  'step-3-persistence/src': [
    'error-codes.ts',
    'text',
    'alert',
    'incident',
    'second-stage',
    'notify/channel',
    'config',
    'anomaly',
    'suppress',
    'evidence',
    'export',
    'notify',
    'flow-store',
    'hunt/indicator',
    'hunt/feed',
    'hunt',
    'store',
    'maintenance.ts',
    'persistence.ts',
    'persistence-context.ts',
    'routes',
    'app.ts',
    'server.ts',
    'index.ts',
  ],
  'step-4-dashboard/src': [
    'error-codes.ts',
    'learn',
    'dashboard-config.ts',
    'access',
    'live',
    'pages',
    'app.ts',
    'preflight.ts',
    'open-dashboard.ts',
    'server.ts',
    'index.ts',
  ],
  'step-4-dashboard/web/src': [
    'styles',
    'format',
    'keyboard',
    'severity',
    'api',
    'live',
    'ui',
    'value',
    'time',
    'run',
    'shell',
    'packet',
    'flows',
    'alert',
    'inbox',
    'settings',
    'health',
    '*',
    'app.tsx',
    'main.tsx',
  ],
}

/** Imports that point up, and files that lie in no room. Tests may import whatever they test with. */
export function upwardImports(sources: readonly SourceFile[], packages: Layers = layers): string[] {
  return sources
    .filter(({ path }) => !path.endsWith('.test.ts'))
    .flatMap((source) => problemsOf(source, packages))
}

function problemsOf({ path, imports }: SourceFile, packages: Layers): string[] {
  const place = placeOf(path, packages)
  if (!place) return []
  if (place.floor === -1) return [`${path} lies in no room of scripts/structure/layers.ts`]
  return imports.flatMap((target) => {
    const to = placeOf(target, packages)
    if (!to || to.package !== place.package || isBelow(to, place)) return []
    return [`upward import: ${path} imports ${target}`]
  })
}

/** Where a file lies: the lowest floor is 0; -1 is none. */
interface Place {
  readonly package: string
  readonly room: string
  readonly floor: number
}

function isBelow(to: Place, from: Place): boolean {
  return to.floor < from.floor || (to.floor === from.floor && to.room === from.room)
}

function placeOf(path: string, packages: Layers): Place | undefined {
  const name = Object.keys(packages).find((folder) => path.startsWith(`${folder}/`))
  if (name === undefined) return undefined
  const rooms = packages[name] as readonly string[]
  const inside = path.slice(name.length + 1)
  const fitting = rooms.filter((room) => inside === room || inside.startsWith(`${room}/`))
  const room = fitting.sort((a, b) => b.length - a.length)[0]
  if (room !== undefined) return { package: name, room, floor: rooms.indexOf(room) }
  const folder = inside.split('/')[0] as string
  const isFolder = folder !== inside
  return { package: name, room: folder, floor: isFolder ? rooms.indexOf('*') : -1 }
}
