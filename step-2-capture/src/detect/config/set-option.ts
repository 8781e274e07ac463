import { AppError } from 'step-1-skeleton/errors'
import { errorCodes } from '../../error-codes.ts'
import type { DetectorDescription } from '../seam/detector.ts'
import { checkSettings } from './check-settings.ts'
import { type DetectorOption, optionsOf } from './option-list.ts'
import { nested, type Settings } from './settings.ts'

/**
 * Reads what `--set` gives: `beaconing.scoreMin=0.8`, `arp_sweep.enabled=false`,
 * `beaconing.allow=192.0.2.7,10.0.0.0/8`. The last of two for the same name counts.
 * @throws AppError `E_BAD_OPTION`
 */
export function parseSetOptions(
  list: readonly DetectorDescription[],
  texts: readonly string[],
): Settings {
  const settings = Object.fromEntries(texts.map((text) => parseOne(list, text)))
  checkSettings(list, nested(settings))
  return settings
}

function parseOne(
  list: readonly DetectorDescription[],
  text: string,
): [name: string, value: unknown] {
  const [, name, value] = /^([^=.]+\.[^=]+)=(.*)$/s.exec(text) ?? []
  if (name === undefined || value === undefined) {
    throw new AppError(errorCodes.E_BAD_OPTION, `--set ${text} is not DETECTOR.OPTION=VALUE`, {
      fix: 'For example: --set beaconing.scoreMin=0.8',
    })
  }
  return [name, typed(value, typeOf(list, name))]
}

/** Of a name that no option has, nothing: it is refused as it stands. */
function typeOf(
  list: readonly DetectorDescription[],
  name: string,
): DetectorOption['type'] | undefined {
  const [first, ...rest] = name.split('.')
  const option = rest.join('.')
  if (option === 'enabled') return 'boolean'
  const detector = list.find((one) => one.name === first)
  return detector && optionsOf(detector).find((one) => one.name === option)?.type
}

/** What cannot be of the type stays a text, and is refused with what is wanted instead. */
function typed(text: string, type: DetectorOption['type'] | undefined): unknown {
  switch (type) {
    case 'integer':
    case 'number':
      return numberOf(text)
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text
    case 'numbers':
      return partsOf(text).map(numberOf)
    case 'texts':
      return partsOf(text)
    case undefined:
      return text
  }
}

function numberOf(text: string): number | string {
  return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text)
}

function partsOf(text: string): string[] {
  return text.trim() === '' ? [] : text.split(',').map((part) => part.trim())
}
