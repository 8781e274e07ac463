/** The variables with which a process runs the files in `folder` of each step. */
export function learnEnvironment(
  env: Record<string, string | undefined>,
  folder: string,
): Record<string, string | undefined> {
  // What another vitest has set for its own workers is not for this one.
  const own = Object.entries(env).filter(([name]) => !name.startsWith('VITEST'))
  // A URL, because a path may hold spaces, or start with a drive letter.
  const hook = `--import=${new URL('./own-files.mjs', import.meta.url)}`
  const options = [env.NODE_OPTIONS, hook].filter((option) => option).join(' ')
  return { ...Object.fromEntries(own), LEARN: folder, NODE_OPTIONS: options }
}
