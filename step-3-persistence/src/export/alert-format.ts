import { jsonLine } from 'step-2-capture'
import type { Alert } from '../alert/alert.ts'

/** A form in which alerts leave for another program, written piece by piece. */
export interface AlertFormat {
  /** What `format=` asks for. */
  readonly name: string
  readonly contentType: string
  /** The ending of the file's name, without a dot. */
  readonly extension: string
  /** Starts one export: a format that must remember what it wrote does so in there. */
  start(): ExportWriter
}

export interface ExportWriter {
  readonly head: string
  entry(alert: Alert): string
  readonly tail: string
}

export interface LineFormat extends Omit<AlertFormat, 'start'> {
  readonly line: (alert: Alert) => string
}

/** A format whose entries stand for themselves, a line each. */
export function lineFormat({ line, ...rest }: LineFormat): AlertFormat {
  const writer: ExportWriter = { head: '', entry: (alert) => `${line(alert)}\n`, tail: '' }
  return { ...rest, start: () => writer }
}

export interface JsonLineFormat extends Pick<AlertFormat, 'name' | 'extension'> {
  readonly document: (alert: Alert) => object
}

/** A format of one JSON object a line. */
export function jsonLineFormat({ name, extension, document }: JsonLineFormat): AlertFormat {
  const contentType = 'application/x-ndjson; charset=utf-8'
  return lineFormat({ name, contentType, extension, line: (alert) => jsonLine(document(alert)) })
}
