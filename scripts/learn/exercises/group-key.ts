import type { Exercise } from '../exercise.ts'

export const groupKey: Exercise = {
  id: 'group-key',
  step: 3,
  title: 'The key that makes one alert of many detections',
  minutes: 20,
  package: 'step-3-persistence',
  file: 'alert/group-key.ts',
  tests: ['src/alert/group-key.test.ts'],
  hints: [
    "A list of six parts, .map(escape), .join('|'). The version is a part like the others.",
    'Shorten first, then escape: a cut between `\\` and what it escapes would make the key ambiguous.',
    "Escape `\\` before `|`: the other way round, the `\\` that you put before a `|` would be escaped itself. part.replaceAll('\\\\', '\\\\\\\\').replaceAll('|', '\\\\|').",
    'A part that is too long becomes part.slice(0, partLengthMax - 17) + "~" + the first 16 digits of sha256(part): 238 + 1 + 16 = 255.',
  ],
  mistakes: [
    {
      mistake: 'does not escape what separates',
      in: ".replaceAll('|', '\\\\|')",
      by: '',
      caughtBy: 'escapes what separates, so that no two groups share a key',
    },
    {
      mistake: 'does not escape what escapes',
      in: ".replaceAll('\\\\', '\\\\\\\\')",
      by: '',
      caughtBy: 'escapes what separates, so that no two groups share a key',
    },
    {
      mistake: 'leaves the name of the capture out',
      in: ', capture.source, capture.name]',
      by: ', capture.source]',
      caughtBy: 'shows its version and its parts',
    },
    {
      mistake: 'groups by the target of a detection, which may be one of many',
      in: 'source, target_group, capture.source',
      by: "source, detection.target ?? '', capture.source",
      caughtBy: 'escapes what separates, so that no two groups share a key',
    },
    {
      mistake: 'cuts long parts without telling them apart',
      in: '~${hash}`',
      by: '~${hash.slice(16)}`',
      caughtBy: 'cuts long parts, and still tells them apart',
    },
    {
      mistake: 'lets a part be as long as it likes',
      in: 'if (part.length <= partLengthMax) return part',
      by: 'return part',
      caughtBy: 'cuts long parts, and still tells them apart',
    },
    {
      mistake: 'gives an id of another length',
      in: '.slice(0, 24)',
      by: '.slice(0, 32)',
      caughtBy: 'shows its version and its parts',
    },
    {
      mistake: 'cuts a part that is just as long as it may be',
      in: 'part.length <= partLengthMax',
      by: 'part.length < partLengthMax',
      caughtBy: 'leaves a part of 255 characters whole, and cuts a longer one to as many',
    },
  ],
}
