import { DetectorConfig, detectorRecords } from 'step-2-capture/detectors'
import { expect, it } from 'vitest'
import { detectorList } from './detector-list.ts'

it('has a chapter for every detector, with its kinds and its options', async () => {
  const text = await detectorList.make()
  const chapters = new Map(
    text
      .split('\n## ')
      .slice(1)
      .map((chapter) => [chapter.split('\n')[0], chapter]),
  )
  for (const { name, kinds, options } of detectorRecords(new DetectorConfig())) {
    const chapter = chapters.get(name)
    for (const { kind } of kinds) expect(chapter).toContain(`\`${kind}\``)
    for (const { name } of options) expect(chapter).toContain(`| \`${name}\` |`)
  }
  expect(chapters.get('beaconing')).toContain('| `scoreMin` | 0.85 | share | 0 to 1 |')
})
