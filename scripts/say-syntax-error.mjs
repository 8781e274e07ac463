/**
 * Preloaded into the servers of the lessons: a file that cannot be read as TypeScript is a place
 * and a sentence, instead of a trace through Node. Learners meet it at each typing error.
 */
import { fileURLToPath } from 'node:url'
import { isMainThread } from 'node:worker_threads'

// A thread hands its errors to the one that started it.
if (isMainThread) {
  process.on('uncaughtException', (error) => {
    console.error(syntaxErrorText(error) ?? error)
    process.exit(1)
  })
}

/** @param {unknown} error @returns {string | undefined} undefined for any other error */
export function syntaxErrorText(error) {
  if (!(error instanceof SyntaxError)) return undefined
  // Node writes the place above the name of the error: file:///…/train.ts:19
  const [, url, line] = /^(file:\S+):(\d+)$/m.exec(error.stack ?? '') ?? []
  const place = url === undefined ? '' : `${fileURLToPath(url)}:${line}: `
  return `net-anomaly: ${place}${error.message.trim()}\nCorrect that line, then start again.`
}
