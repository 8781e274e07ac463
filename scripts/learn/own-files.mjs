/**
 * Puts a learner's files in the place of the product's, in every module that Node loads: preloaded
 * by `npm run learn`, also into worker threads, and never by `npm start`. With `LEARN=my`, a file
 * `step-N/my/PATH` is loaded wherever `step-N/src/PATH` is imported; where there is none, and for
 * `step-N/PATH` in LEARN_WITHOUT (a list with commas), the product's own is.
 */
import { existsSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

/** A folder of each step: `my`, or one that a proof has laid out. */
const folder = process.env.LEARN
const leftOut = new Set(process.env.LEARN_WITHOUT?.split(','))
const original = /^(file:.*\/(step-\d-\w+)\/)src(\/(?!.*\/node_modules\/).*)$/
const own = new RegExp(`^(file:.*/step-\\d-\\w+/)${folder?.replaceAll('.', '\\.')}(/.*)$`)

if (folder) {
  registerHooks({
    resolve(specifier, { parentURL, ...context }, nextResolve) {
      // An own file imports as if it lay in src/, except what only the learner has beside it.
      const place = parentURL?.replace(own, '$1src$2')
      const beside =
        place !== parentURL && specifier.startsWith('.') && new URL(specifier, parentURL)
      const isOwn = beside && existsSync(fileURLToPath(beside))
      const found = nextResolve(specifier, { ...context, parentURL: isOwn ? parentURL : place })
      const [, step, name, path] = original.exec(found.url) ?? []
      if (step === undefined || leftOut.has(`${name}${path}`)) return found
      const mine = `${step}${folder}${path}`
      return existsSync(fileURLToPath(mine)) ? { ...found, url: mine } : found
    },
  })
}
