import type { Alert } from '../alert/alert.ts'

/** A form in which alerts leave for another program, written piece by piece. */
export interface AlertFormat {
  readonly contentType: string
  /** The ending of the file's name, without a dot. */
  readonly extension: string
  /** Starts one export: a format that must remember what it wrote does so in there. */
  start(): AlertWriter
}

export interface AlertWriter {
  readonly head: string
  entry(alert: Alert): string
  readonly tail: string
}

/** A format whose entries stand for themselves, a line each. */
export function lineFormat(
  contentType: string,
  extension: string,
  line: (alert: Alert) => string,
): AlertFormat {
  const writer: AlertWriter = { head: '', entry: (alert) => `${line(alert)}\n`, tail: '' }
  return { contentType, extension, start: () => writer }
}
