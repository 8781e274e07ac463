import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The code that `<!-- code: src/app.ts#create -->` asks for: what lies between `// #region create`
 * and its `// #endregion` in that file, without its common indent; the whole file without a `#`.
 * @param folder where the README lies; the path is relative to it
 * @throws Error when there is no such file or region
 */
export function codeRegion(folder: string, reference: string): string[] {
  const [path = '', name] = reference.split('#')
  const file = join(folder, path)
  if (!existsSync(file)) throw new Error(`${reference}: there is no file ${file}`)
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  if (name === undefined) return lines
  const start = lines.findIndex((line) => line.trim() === `// #region ${name}`)
  if (start < 0) throw new Error(`${reference}: ${path} has no line "// #region ${name}"`)
  const length = lines.slice(start + 1).findIndex((line) => line.trim() === '// #endregion')
  if (length < 0) throw new Error(`${reference}: its region is never closed`)
  return withoutCommonIndent(lines.slice(start + 1, start + 1 + length))
}

function withoutCommonIndent(lines: readonly string[]): string[] {
  const indents = lines.filter((line) => line.trim()).map((line) => line.search(/\S/))
  const indent = Math.min(...indents)
  return lines.map((line) => line.slice(indent))
}
