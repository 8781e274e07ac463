import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Exercise } from './exercise.ts'
import type { Workspace } from './workspace.ts'

/** A type or syntax error in a learner's file. */
export interface OwnFileError {
  /** Below the root. */
  readonly path: string
  readonly line: number
  readonly message: string
}

/** Checks the learner's files of a package. The first time takes seconds, then half a second. */
export async function typeErrors(
  workspace: Workspace,
  name: Exercise['package'],
): Promise<OwnFileError[]> {
  const { root, folder } = workspace
  workspace.layOutTypes(name)
  const cache = `${name}-${folder}`.replaceAll(/[^\w-]/g, '_')
  const args = [
    join(root, 'node_modules/typescript/bin/tsc'),
    ...['--noEmit', '--incremental', '--pretty', 'false', '-p', join(root, name, folder)],
    ...['--tsBuildInfoFile', join(root, 'node_modules/.cache/learn', `${cache}.tsbuildinfo`)],
  ]
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  await new Promise((resolve) => child.once('close', resolve))
  return readErrors(output)
}

/** Reads `path(12,3): error TS2322: …`; indented lines go on about the error before them. */
export function readErrors(output: string): OwnFileError[] {
  return output.split(/\r?\n/).flatMap((line) => {
    const [, path = '', number, message = ''] =
      /^(.+?)\((\d+),\d+\): error TS\d+: (.*)$/.exec(line) ?? []
    return number === undefined
      ? []
      : [{ path: path.replaceAll('\\', '/'), line: Number(number), message }]
  })
}
