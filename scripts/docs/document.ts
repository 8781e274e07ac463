/** A document that is made from the code, so that it cannot say anything else. */
export interface GeneratedDocument {
  /** Relative to the workspace, with `/` between: `docs/errors.md`. */
  readonly path: string
  /** The whole text, a line feed at its end. The same code gives the same text. */
  make(): string | Promise<string>
}
