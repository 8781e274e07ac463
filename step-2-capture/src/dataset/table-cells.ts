/** What tables write where a value is missing. */
const missing = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '?', '-'])

const infinities = new Map([
  ['inf', 1],
  ['+inf', 1],
  ['infinity', 1],
  ['+infinity', 1],
  ['-inf', -1],
  ['-infinity', -1],
])

/** Whether a cell stands for no value at all. */
export function isMissing(cell: string): boolean {
  return missing.has(cell.toLowerCase())
}

/**
 * A cell as a finite number: what is infinite or beyond a double becomes the largest double.
 * NaN where the cell is missing or no number.
 */
export function cellNumber(cell: string): number {
  if (cell === '') return Number.NaN
  const value = Number(cell)
  if (Number.isFinite(value)) return value
  const sign = Number.isNaN(value) ? infinities.get(cell.toLowerCase()) : Math.sign(value)
  return sign === undefined ? Number.NaN : sign * Number.MAX_VALUE
}

/**
 * Splits a line into cells; a cell in double quotes may hold the delimiter (RFC 4180). Blanks
 * separate however many they are. Where cells are not separated by commas, `0,5` is a number.
 */
export function splitCells(line: string, delimiter: string): string[] {
  if (delimiter === ' ') return line.trim().split(/\s+/)
  const cells = line.includes('"') ? splitQuoted(line, delimiter) : line.split(delimiter).map(trim)
  return delimiter === ',' || !line.includes(',') ? cells : cells.map(withDecimalPoint)
}

function splitQuoted(line: string, delimiter: string): string[] {
  const cells: string[] = []
  let cell = ''
  let isQuoted = false
  for (let i = 0; i < line.length; i++) {
    const character = line[i]
    if (character === '"') {
      if (isQuoted && line[i + 1] === '"') cell += line[i++]
      else isQuoted = !isQuoted
    } else if (character === delimiter && !isQuoted) {
      cells.push(cell.trim())
      cell = ''
    } else cell += character
  }
  cells.push(cell.trim())
  return cells
}

function withDecimalPoint(cell: string): string {
  return /^[+-]?\d*,\d+(e[+-]?\d+)?$/i.test(cell) ? cell.replace(',', '.') : cell
}

/** The delimiter that the line holds most of: comma, semicolon, tab or bar; blanks where none. */
export function delimiterOf(line: string): string {
  const counts = [',', ';', '\t', '|'].map((delimiter) => ({
    delimiter,
    count: line.split(delimiter).length,
  }))
  const best = counts.reduce((most, next) => (next.count > most.count ? next : most))
  return best.count === 1 && /\S\s+\S/.test(line) ? ' ' : best.delimiter
}

function trim(cell: string): string {
  return cell.trim()
}
