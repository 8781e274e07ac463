/** 500 rows of 31 columns are 15,500 parameters; SQLite takes 32,766, PostgreSQL 65,535. */
export const chunkRowCount = 500

/** Runs a query for one chunk of the values after the other, and joins what they return. */
export async function inChunks<T, R>(
  values: readonly T[],
  run: (chunk: readonly T[]) => Promise<readonly R[]>,
): Promise<R[]> {
  const results: R[] = []
  for (let start = 0; start < values.length; start += chunkRowCount) {
    for (const row of await run(values.slice(start, start + chunkRowCount))) results.push(row)
  }
  return results
}
