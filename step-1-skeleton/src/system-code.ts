/** The code by which the system says why it refused, such as `EACCES`; undefined where it did not. */
export function systemCodeOf(thrown: unknown): string | undefined {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  return typeof code === 'string' ? code : undefined
}

/** Whether it refused because there is no such file, folder or program. */
export function isMissingFile(thrown: unknown): boolean {
  return systemCodeOf(thrown) === 'ENOENT'
}
