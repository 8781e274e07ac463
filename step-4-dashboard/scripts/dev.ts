import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'

/**
 * `npm run dev`: the server, started anew whenever its code changes, and the pages on a port of
 * their own, changed in place. Open the address of the pages; they hand API and socket on.
 */
const folder = dirname(dirname(fileURLToPath(import.meta.url)))
const tsx = createRequire(import.meta.url).resolve('tsx/cli')

const api = spawn(process.execPath, [tsx, 'watch', 'src/server.ts'], {
  cwd: folder,
  stdio: 'inherit',
})
const pages = await createServer({ root: `${folder}/web` })
await pages.listen()
pages.printUrls()

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    api.kill(signal)
    void pages.close()
  })
}
