import { AppError } from 'step-1-skeleton/errors'
import { errorCodes } from '../error-codes.ts'
import { indexOfText, uniqueNames } from './column-names.ts'
import { cellNumber, delimiterOf, isMissing, splitCells } from './table-cells.ts'
import { TableColumn } from './table-column.ts'
import { readLines } from './table-lines.ts'

/** A table as columns of numbers and symbols; what a column means is decided later. */
export interface Table {
  readonly path: string
  readonly columns: readonly TableColumn[]
  readonly rowCount: number
  /** Whether the first line named the columns; otherwise their names are their numbers from 1. */
  readonly hasHeader: boolean
}

export interface TableOptions {
  /** A column that must exist, by name or number: a name proves that there is a header. */
  readonly label?: string
}

/** 100 million cells are 800 MB: a day of CICIDS2017 (690,000 rows of 79 columns) and half more. */
export const cellCountMax = 100_000_000
/** Lines looked at before the first is taken for a header or for a row. */
const headLineCount = 100

/**
 * Reads a table of values separated by commas, semicolons, tabs, bars or blanks, plain or gzip.
 * Empty lines are skipped; a line of more or fewer cells than the first is an error, because its
 * cells cannot be told apart.
 * @throws AppError `E_NO_FILE`, `E_EMPTY_TABLE`, `E_RAGGED_LINE`, `E_TABLE_TOO_LARGE`
 */
export async function readTable(path: string, options: TableOptions = {}): Promise<Table> {
  const reader = new TableReader(path, options)
  await readLines(path, (line, lineNumber) => reader.add(line, lineNumber))
  return reader.finish()
}

class TableReader {
  readonly #path: string
  readonly #options: TableOptions
  #delimiter = ','
  /** The first lines, until there are enough to tell a header from a row. */
  #head: string[][] | undefined = []
  #columns: TableColumn[] = []
  #cellCount = 0
  #rowCount = 0
  #width = 0
  #hasHeader = false

  constructor(path: string, options: TableOptions) {
    this.#path = path
    this.#options = options
  }

  add(line: string, lineNumber: number): void {
    const text = lineNumber === 1 ? line.replace(/^\uFEFF/, '') : line
    if (text.trim() === '') return
    if (this.#width === 0) this.#delimiter = delimiterOf(text)
    const cells = splitCells(text, this.#delimiter)
    this.#width ||= cells.length
    if (cells.length !== this.#width) throw this.#ragged(cells.length, lineNumber)
    this.#cellCount += cells.length
    if (this.#cellCount > cellCountMax) throw this.#tooLarge()
    if (this.#head === undefined) this.#addRow(cells)
    else if (this.#head.push(cells) === headLineCount) this.#startRows(this.#head)
  }

  finish(): Table {
    if (this.#head) this.#startRows(this.#head)
    if (this.#rowCount === 0) {
      throw new AppError(errorCodes.E_EMPTY_TABLE, `${this.#path} has no rows`, {
        fix: 'Give a table with at least one row below its header.',
      })
    }
    return {
      path: this.#path,
      columns: this.#columns,
      rowCount: this.#rowCount,
      hasHeader: this.#hasHeader,
    }
  }

  #startRows(head: readonly string[][]): void {
    const [first = [], ...rest] = head
    this.#head = undefined
    this.#hasHeader = isHeader(first, rest, this.#options.label)
    const names = uniqueNames(this.#hasHeader ? first : first.map(() => ''))
    this.#columns = names.map((name, index) => new TableColumn(name, index + 1))
    for (const cells of this.#hasHeader ? rest : head) this.#addRow(cells)
  }

  #addRow(cells: readonly string[]): void {
    for (let column = 0; column < cells.length; column++) {
      ;(this.#columns[column] as TableColumn).add(cells[column] as string)
    }
    this.#rowCount++
  }

  #ragged(cellCount: number, lineNumber: number): AppError {
    const message = `line ${lineNumber} of ${this.#path} has ${cellCount} cells instead of ${this.#width}`
    return new AppError(errorCodes.E_RAGGED_LINE, message, {
      fix: `Look at it with: sed -n ${lineNumber}p; a cell with a comma in it needs quotes.`,
    })
  }

  #tooLarge(): AppError {
    return new AppError(
      errorCodes.E_TABLE_TOO_LARGE,
      `${this.#path} has over ${cellCountMax} cells`,
      {
        fix: 'Score it in parts, or a sample of its rows.',
      },
    )
  }
}

/**
 * The first line is a header when it holds the label column's name, or when a column that holds
 * numbers in all the following lines holds none in it.
 */
function isHeader(first: readonly string[], rest: readonly string[][], label?: string): boolean {
  if (label !== undefined && !/^\d+$/.test(label) && indexOfText(first, label) >= 0) return true
  return first.some((cell, column) => {
    if (isMissing(cell) || !Number.isNaN(cellNumber(cell))) return false
    const below = rest.map((cells) => cells[column] as string).filter((value) => !isMissing(value))
    return below.length > 0 && below.every((value) => !Number.isNaN(cellNumber(value)))
  })
}
