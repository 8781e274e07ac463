import { readFileSync } from 'node:fs'
import { filesOf } from './sources.ts'

/** A word that this project does not use, and the one that it uses instead. */
interface Replaced {
  readonly word: RegExp
  readonly instead: string
}

/**
 * One word a thing, and plain English: what a reader would have to learn only for this project is
 * said as the field says it.
 */
const replacedWords: readonly Replaced[] = [
  { word: /\bin vain\b/i, instead: 'what happened: refused, unanswered, failed' },
  { word: /\b(?:nobody|somebody)\b(?!\))/i, instead: 'who or what it is' },
  { word: /\bwhoever\b/i, instead: 'who or what it is' },
  { word: /\bcan not\b/i, instead: 'cannot' },
  { word: /\b(?:is|are|was|were) told\b/i, instead: 'receives, is sent, is reported' },
  { word: /\btold (?:the|of|each|about)\b/i, instead: 'receives' },
  { word: /\bso many\b/i, instead: 'the number, with its unit' },
  { word: /\baccused?\b|\baccusation\b/i, instead: 'source' },
  { word: /\bmoments? (?:of|that) (?:a detector|the engine|an observer)\b/i, instead: 'hook' },
  { word: /\bat hand\b/i, instead: 'current' },
  { word: /\bspeaks? up\b/i, instead: 'states a detection' },
  {
    word: /(?<![`'])\busual\b(?![`':])/i,
    instead: 'threshold for what a rule sets, typical for what was measured',
  },
  { word: /\bworth (?:a look|getting up)\b/i, instead: 'the severity' },
  {
    word: /\bis on already\b|\bnothing runs\b/i,
    instead: 'is already running, no capture is running',
  },
  { word: /\ba person (?:looks|sees|reads|wants)\b/i, instead: 'the reader, the user' },
]

/** Lines of these texts that use a replaced word, each with what to write. */
export function replacedWordsIn(path: string, text: string): string[] {
  return text.split('\n').flatMap((line, index) =>
    replacedWords.flatMap(({ word, instead }) => {
      const found = word.exec(line)?.[0]
      return found ? [`${path}:${index + 1}: "${found}" (write: ${instead})`] : []
    }),
  )
}

/** The list itself, and its test. */
const exempt = /^scripts\/structure\/words(?:\.test)?\.ts$/

/** What every text of the project that people read says otherwise: code, pages, READMEs. */
export function wordProblems(root: string): string[] {
  return filesOf(root, /\.(?:ts|tsx|mjs|md|html|css|sh)$/)
    .filter((path) => !exempt.test(path))
    .flatMap((path) => replacedWordsIn(path, readFileSync(`${root}/${path}`, 'utf8')))
}
