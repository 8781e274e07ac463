import { Link, useSearchParams } from 'wouter'
import { problemOf } from '../api/api-error.ts'
import { formatIsoMoment } from '../format/moment.ts'
import { counted, formatCount, unknown } from '../format/quantity.ts'
import { visibleText } from '../format/visible-text.ts'
import { useUndo } from '../shell/undo.tsx'
import { useTitle } from '../shell/use-title.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { type DataColumn, DataTable } from '../ui/data-table.tsx'
import { Empty } from '../ui/empty.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { textsOfSearch, wordsOfRule } from './rule-fields.ts'
import { RuleForm } from './rule-form.tsx'
import {
  type Suppression,
  useAddSuppression,
  useRemoveSuppression,
  useSuppressions,
} from './suppression-queries.ts'

/** The rules that hide alerts, with what each has hidden, and a form for a new one. */
export function SuppressionsPage() {
  useTitle('Suppressions')
  const [search, setSearch] = useSearchParams()
  const { data: rules, error } = useSuppressions()
  const isAdding = search.has('new')
  const hidden = rules?.reduce((sum, one) => sum + one.hidden_alerts, 0) ?? 0
  return (
    <div className="flex flex-col gap-4">
      <PageHeading
        title="Suppressions"
        about={
          rules &&
          `${counted(rules.length, 'rule hides', 'rules hide')} ${counted(hidden, 'alert')}`
        }
      >
        {hidden > 0 && (
          <Link
            href="/alerts?view=alerts&status=all&suppressed=true"
            className="inline-flex min-h-8 items-center rounded px-2 text-sm font-medium text-accent hover:underline"
          >
            Show the hidden alerts
          </Link>
        )}
        {!isAdding && (
          <Button look="primary" icon="mute" onClick={() => setSearch({ new: '1' })}>
            New rule
          </Button>
        )}
      </PageHeading>
      {isAdding && (
        <RuleForm
          key={String(search)}
          given={textsOfSearch(search)}
          onClose={() => setSearch({})}
        />
      )}
      {error && <ProblemNote title="The rules could not be read" problem={problemOf(error)} />}
      {rules && <RuleList rules={rules} />}
    </div>
  )
}

function RuleList({ rules }: { rules: readonly Suppression[] }) {
  const remove = useRemoveSuppression()
  const add = useAddSuppression()
  const { offer } = useUndo()

  function take(away: Suppression): void {
    const { suppression_id, rule, reason, author, expires_at, hidden_alerts } = away
    const again = { rule, reason, author, expires_at, expected_count: hidden_alerts }
    remove.mutate(suppression_id, {
      onSuccess: () => offer({ what: 'Rule removed', undo: () => add.mutate(again) }),
    })
  }

  const columns: readonly DataColumn<Suppression>[] = [
    { name: 'Hides', cell: ({ rule }) => <bdi>{visibleText(wordsOfRule(rule))}</bdi> },
    { name: 'Because', cell: ({ reason }) => <bdi>{visibleText(reason)}</bdi> },
    { name: 'Owner', cell: ({ author }) => visibleText(author) },
    {
      name: 'Ends',
      cell: ({ expires_at }) => (expires_at === null ? 'never' : formatIsoMoment(expires_at)),
    },
    { name: 'Hidden now', isNumber: true, cell: (one) => formatCount(one.hidden_alerts) },
    { name: 'Detections', isNumber: true, cell: ({ hits }) => formatCount(hits) },
    {
      name: 'Last',
      cell: ({ last_hit_at }) => (last_hit_at === null ? unknown : formatIsoMoment(last_hit_at)),
    },
    {
      name: 'Act',
      cell: (one) => (
        <Button
          look="quiet"
          icon="trash"
          disabled={remove.isPending}
          aria-label={`Remove the rule that hides ${visibleText(wordsOfRule(one.rule))}`}
          onClick={() => take(one)}
        >
          Remove
        </Button>
      ),
    },
  ]

  const failure = remove.error ?? add.error
  return (
    <Card title="Rules in force">
      {failure && <ProblemNote title="Not changed" problem={problemOf(failure)} />}
      {rules.length === 0 ? (
        <Empty title="No rule hides anything">
          A rule keeps what is known and harmless out of the inbox. What it hides is still counted,
          and you can take the rule back.
        </Empty>
      ) : (
        <DataTable
          label="Rules"
          rows={rules}
          columns={columns}
          keyOf={(one) => one.suppression_id}
        />
      )}
    </Card>
  )
}
