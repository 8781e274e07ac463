import { expect, test } from 'vitest'
import { replacedWordsIn } from './words.ts'

test.each([
  'it asks nobody in vain',
  'Whoever waits',
  'it can not know',
  'the engine is told',
  'so many bytes',
  'the accused host',
  'the packet at hand',
  'the detector speaks up',
  'What is usual here',
  'worth a look',
  'a run is on already',
  'A person looks at five.',
])('%s: is reported with its line and what to write', (text) => {
  const [problem, ...rest] = replacedWordsIn('docs/x.md', `fine\n${text}`)
  expect(problem).toMatch(/^docs\/x\.md:2: ".+" \(write: .+\)$/)
  if (text !== 'it asks nobody in vain') expect(rest).toEqual([])
})

test.each([
  'unusual windows',
  'the account `uid=99(nobody)`',
  'the former name `usual`',
  'the source of a detection',
  'it cannot know',
])('%s: is fine', (text) => {
  expect(replacedWordsIn('docs/x.md', text)).toEqual([])
})
