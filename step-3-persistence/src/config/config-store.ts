/** The seam under the configuration: small JSON values by name. */
export interface ConfigStore {
  read(name: string): Promise<unknown>
  write(name: string, value: unknown, now: Date): Promise<void>
}
