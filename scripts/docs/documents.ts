import { architecture } from './architecture.ts'
import { configSchema } from './config-schema.ts'
import { detectorList } from './detector-list.ts'
import type { GeneratedDocument } from './document.ts'
import { errorList } from './error-list.ts'
import { learnMaterial } from './learn-material.ts'
import { pictures } from './pictures/pictures.ts'
import { settingList } from './setting-list.ts'
import { slides } from './slides/slides.ts'
import { threatList } from './threat-list.ts'

/** Every document that `npm run docs` writes. A new one is a file beside this, and a line here. */
export const documents: readonly GeneratedDocument[] = [
  architecture,
  configSchema,
  detectorList,
  errorList,
  settingList,
  threatList,
  learnMaterial,
  ...pictures,
  slides,
]
