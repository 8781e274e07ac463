import type { SettingsSection } from 'step-1-skeleton/config'
import { z } from 'zod'
import type { GivenRules } from '../detect/user-rules/load-rules.ts'
import type { GivenVariables } from '../detect/user-rules/variables.ts'

const schema = z.strictObject({
  paths: z.array(z.string().min(1).max(4_096)).max(64).default([]).meta({
    unit: 'files or folders',
    description:
      'Your own rules in the language of Suricata: files, and folders with files that end in `.rules`.',
  }),
  variables: z
    .array(
      z.string().regex(/^[A-Z][A-Z0-9_]{0,63}=\S.{0,8191}$/, 'a variable is written NAME=VALUE'),
    )
    .max(256)
    .default([])
    .meta({
      unit: 'NAME=VALUE',
      description:
        'What `$NAME` stands for in them: `HOME_NET=10.0.0.0/8 192.168.0.0/16`, values apart by blanks.',
    }),
})

/** `rules:` of `net-anomaly.yaml`. */
export const rulesSection: SettingsSection<typeof schema> = { name: 'rules', schema }
export type RulesSettings = z.output<typeof schema>

/** Several values of a variable become a list in brackets. */
export function givenRules({ paths, variables }: RulesSettings): GivenRules {
  const entries = variables.map((text) => {
    const at = text.indexOf('=')
    const values = text
      .slice(at + 1)
      .trim()
      .split(/\s+/)
    return [text.slice(0, at), values.length === 1 ? values[0] : `[${values.join(',')}]`] as const
  })
  return { paths, variables: Object.fromEntries(entries) as GivenVariables }
}
