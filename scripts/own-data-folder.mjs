/**
 * `npm run step1` to `step4` once kept everything in `data/`. A model that was trained then is used
 * on: it is copied into the step's own folder, once, and that is said.
 */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

const models = ['model.json', 'window-model.json']

/** @param {string} from @param {string} to a folder that is made when there is something to copy */
export function takeModels(from, to) {
  if (existsSync(to)) return
  for (const name of models.filter((file) => existsSync(join(from, file)))) {
    mkdirSync(to, { recursive: true })
    copyFileSync(join(from, name), join(to, name))
    console.error(`net-anomaly: the model of ${join(from, name)} is used; it is now in ${to}`)
  }
}
