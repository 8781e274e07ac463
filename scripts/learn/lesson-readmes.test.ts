import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { commandsOf } from '../readme/command.ts'
import { fencesOf } from '../readme/markdown.ts'
import { exercises } from './exercises.ts'
import { tasks } from './tasks.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const lessons = ['step-1-skeleton', 'step-2-capture', 'step-3-persistence', 'step-4-dashboard'].map(
  (name, index) => ({
    step: index + 1,
    name,
    text: readFileSync(join(root, name, 'README.md'), 'utf8'),
  }),
)

/** What depends on a clock, a chance or a machine is left out; more than that hides what is known. */
const elidedShareMax = 0.1

describe('the README of a lesson', () => {
  it.each(lessons)('lists the exercises of step $step, with their minutes', ({ step, text }) => {
    const plain = text.replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    const rows = plain.matchAll(/^\| (?:must|should|could) \| `([\w-]+)` \| (.+) \| (\d+) \|$/gm)
    const listed = [...rows].map(([, id, title, minutes]) => `${id}: ${title}, ${minutes}`)
    const ofStep = exercises.filter((one) => one.step === step)
    const known = ofStep.map(({ id, title, minutes }) => `${id}: ${title}, ${minutes}`)
    expect(listed.sort()).toEqual(known.sort())
  })

  it.each(lessons)('asks for the tasks of step $step that are proven, and no others', (lesson) => {
    const paragraphs = [...lesson.text.matchAll(/^(\d)\. _(?:Must|Should|Could), .*$/gm)]
    const ofStep = tasks.filter(({ step }) => step === lesson.step)
    expect(paragraphs.map(([, number]) => Number(number))).toEqual(
      ofStep.map(({ number }) => number),
    )
    for (const { number, says } of ofStep) {
      for (const words of says) expect(paragraphs[number - 1]?.[0]).toContain(words)
    }
  })

  it.each(tasks)('has in task $number of step $step code to change that is there once', (task) => {
    for (const { package: name, file, in: before } of task.changes) {
      if (before === undefined) continue
      const text = readFileSync(join(root, name, 'src', file), 'utf8')
      expect(text.split(before)).toHaveLength(2)
    }
  })

  it.each(lessons)('leaves the code of the exercises of step $step to the learner', (lesson) => {
    const ofStep = exercises.filter((one) => one.step === lesson.step)
    for (const { package: name, file } of ofStep) {
      const path = name === lesson.name ? `src/${file}` : `../${name}/src/${file}`
      expect(lesson.text).not.toContain(`<!-- code: ${path}#`)
      expect(lesson.text).not.toMatch(new RegExp(`^\\| (?:read|skim) \\| \`${path}\``, 'm'))
    }
  })

  it('says of step 2 how many lines it has', () => {
    const source = join(root, 'step-2-capture/src')
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /(?<!\.test)\.ts$/.test(name),
    )
    const lines = files.flatMap((name) => readFileSync(join(source, name), 'utf8').split('\n'))
    const [, said = ''] = /about ([\d,]+) lines/.exec(lessons[1]?.text ?? '') ?? []
    const share = lines.length / Number(said.replaceAll(',', ''))
    expect(share).toBeGreaterThan(0.9)
    expect(share).toBeLessThan(1.1)
  })

  it.each(lessons)('names files of step $step that are there', ({ name, text }) => {
    const named = text.matchAll(
      /`((?:\.\.\/step|src|test|web|scripts|docs)[\w./-]*)`(?!\*\* \(new\))/g,
    )
    const paths = [...named].map(([, path = '']) => path)
    const gone = paths.filter(
      (path) => !existsSync(join(root, name, path)) && !existsSync(join(root, path)),
    )
    expect(gone).toEqual([])
  })

  it.each(lessons)('shows what commands write in step $step, not gaps', ({ text }) => {
    const commands = fencesOf(text)
      .filter(({ language, comment }) => language === 'console' && !comment?.startsWith('not run'))
      .flatMap(({ content }) => commandsOf(content))
    const lines = commands.flatMap(({ expected }) => expected)
    const elided = lines.filter((line) => /…|\.\.\./.test(line))
    expect(elided.length / lines.length, elided.join('\n')).toBeLessThanOrEqual(elidedShareMax)
  })
})

describe('an exercise', () => {
  it.each(exercises)('$id has three hints and five mistakes at least', ({ hints, mistakes }) => {
    expect(hints.length).toBeGreaterThanOrEqual(3)
    expect(mistakes.length).toBeGreaterThanOrEqual(5)
  })
})
