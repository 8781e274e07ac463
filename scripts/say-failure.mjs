/**
 * Preloaded into the servers of the lessons and into what `npm run learn -- run` starts: a file that
 * cannot be read as TypeScript, and one that fails when it is loaded, is a place and a sentence,
 * instead of a trace through Node. Learners meet both at each typing error.
 */
import { fileURLToPath } from 'node:url'
import { isMainThread } from 'node:worker_threads'
import { faultPlaceOf } from 'step-1-skeleton/errors'

// A thread hands its errors to the one that started it.
if (isMainThread) {
  process.on('uncaughtException', (error) => {
    console.error(failureText(error) ?? error)
    process.exit(1)
  })
}

/** @param {unknown} error @returns {string | undefined} undefined where no file of a step is to blame */
export function failureText(error) {
  if (error instanceof SyntaxError) return syntaxErrorText(error)
  const place = faultPlaceOf(error)
  if (!place || !(error instanceof Error)) return undefined
  const said = `net-anomaly: ${place.text}: ${error.name}: ${error.message}`
  if (place.isOwn) return `${said}\nCorrect that line, then start again.`
  return `${said}\nIf you changed that file, correct it, then start again.\n${error.stack}`
}

/** @param {SyntaxError} error */
function syntaxErrorText(error) {
  // Node writes the place above the name of the error: file:///…/train.ts:19
  const [, url, line] = /^(file:\S+):(\d+)$/m.exec(error.stack ?? '') ?? []
  const place = url === undefined ? '' : `${fileURLToPath(url)}:${line}: `
  return `net-anomaly: ${place}${error.message.trim()}\nCorrect that line, then start again.`
}
