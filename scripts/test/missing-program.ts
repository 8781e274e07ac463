import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The first of these programs that is not on the PATH, for `skip(missing !== undefined, …)`. */
export function missingProgram(...names: string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return names.find((name) => !folders.some((folder) => existsSync(join(folder, name))))
}
