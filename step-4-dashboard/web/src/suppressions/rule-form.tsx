import { type FormEvent, useDeferredValue, useMemo, useState } from 'react'
import { problemOf } from '../api/api-error.ts'
import { counted } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Field } from '../ui/field.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Select } from '../ui/select.tsx'
import { type RuleTexts, ruleFields, ruleOf } from './rule-fields.ts'
import { RulePreview } from './rule-preview.tsx'
import { useAddSuppression, usePreview } from './suppression-queries.ts'

export interface RuleFormProps {
  readonly given: RuleTexts
  readonly onClose: () => void
}

const daySeconds = 86_400
const ends = [
  ['1', 'in a day'],
  ['7', 'in a week'],
  ['30', 'in 30 days'],
  ['90', 'in 90 days'],
  ['', 'never'],
] as const

/** A new rule: its fields, what it would hide, why, and until when. */
export function RuleForm({ given, onClose }: RuleFormProps) {
  const [texts, setTexts] = useState(given)
  const [reason, setReason] = useState('')
  const [author, setAuthor] = useState('')
  const [days, setDays] = useState('30')
  const rule = useMemo(() => ruleOf(texts), [texts])
  const preview = usePreview(useDeferredValue(rule))
  const add = useAddSuppression()
  const matching = preview.data?.matching

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (matching === undefined) return
    const expires_at =
      days === '' ? null : new Date(Date.now() + Number(days) * daySeconds * 1000).toISOString()
    const owner = author.trim() === '' ? {} : { author: author.trim() }
    const draft = { rule, reason, expires_at, expected_count: matching, ...owner }
    add.mutate(draft, { onSuccess: onClose })
  }

  return (
    <Card title="A new rule">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-5">
          {ruleFields.map(([field, label]) => (
            <Field
              key={field}
              label={label}
              value={texts[field] ?? ''}
              inputMode={field === 'target_port' ? 'numeric' : 'text'}
              spellCheck={false}
              onChange={(value) => setTexts({ ...texts, [field]: value })}
            />
          ))}
        </div>
        <RulePreview preview={preview} isEmpty={Object.keys(rule).length === 0} />
        <div className="grid gap-3 sm:grid-cols-[2fr_1fr_1fr]">
          <Field label="Reason, for who reads it later" value={reason} onChange={setReason} />
          <Field label="Owner" placeholder="operator" value={author} onChange={setAuthor} />
          <Select label="Ends" value={days} onChange={setDays}>
            {ends.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        </div>
        {add.error && <ProblemNote title="Not added" problem={problemOf(add.error)} />}
        <div className="flex flex-wrap gap-2">
          <Button
            type="submit"
            look="primary"
            icon="mute"
            disabled={matching === undefined || reason.trim().length < 3 || add.isPending}
          >
            {matching === undefined ? 'Hide alerts' : visibleText(hideWords(matching))}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </Card>
  )
}

function hideWords(matching: number): string {
  if (matching === 0) return 'Hide what comes; nothing matches yet'
  return `Hide ${counted(matching, 'alert')}, and what comes`
}
