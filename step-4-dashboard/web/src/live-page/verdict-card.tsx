import type { Stats } from 'step-3-persistence'
import { formatShare, unknown } from '../format/quantity.ts'
import { SeverityBadge } from '../severity/severity-badge.tsx'
import { Card } from '../ui/card.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'

interface Look {
  readonly word: string
  readonly icon: IconName
  readonly color: string
  readonly meaning: string
}

const looks: Readonly<Record<Stats['verdict']['status'], Look>> = {
  normal: {
    word: 'Normal',
    icon: 'check',
    color: 'bg-good-soft text-good',
    meaning: 'Nothing of medium severity or worse',
  },
  anomaly: {
    word: 'Anomaly',
    icon: 'bell',
    color: 'bg-critical-soft text-critical',
    meaning: 'Something to look at',
  },
  learning: {
    word: 'Learning',
    icon: 'learn',
    color: 'bg-accent-soft text-accent',
    meaning: 'No verdict before half a minute of traffic was seen',
  },
  nothing_judged: {
    word: 'Nothing judged',
    icon: 'pause',
    color: 'bg-sunken text-ink-soft',
    meaning: 'No packet of this run could be decoded',
  },
  idle: {
    word: unknown,
    icon: 'pause',
    color: 'bg-sunken text-ink-soft',
    meaning: 'Nothing is being judged',
  },
}

export interface VerdictCardProps {
  readonly stats: Stats | null
  /** The run has ended, so the verdict is about the whole of it. */
  readonly isOver: boolean
}

/** Normal or anomaly, how sure, and how bad. */
export function VerdictCard({ stats, isOver }: VerdictCardProps) {
  const verdict = stats?.verdict
  const status = verdict?.status ?? 'idle'
  const { word, icon, color, meaning } = looks[status]
  const isJudged = status === 'normal' || status === 'anomaly'
  return (
    <Card title="Verdict">
      {/* As high as with all of its lines, so that the numbers below stay. */}
      <div className="flex min-h-22 items-center gap-3.5">
        <span className={`grid size-12 shrink-0 place-items-center rounded-xl ${color}`}>
          <Icon name={icon} className="size-6" />
        </span>
        <div className="min-w-0">
          <p className="text-2xl leading-7 font-semibold tracking-tight">{word}</p>
          <p className="text-sm text-ink-soft">
            {meaning}
            {isJudged && (isOver ? ' in this run' : ' in the last minute of traffic')}
          </p>
          {isJudged && stats && stats.undecoded > 0 && (
            <p className="text-sm text-ink-soft">
              {formatShare(stats.undecoded / stats.packets)} of the packets were not judged: neither
              IP nor ARP, or damaged
            </p>
          )}
        </div>
      </div>
      <dl className="mt-3 grid grid-cols-2 gap-3 text-sm">
        <div>
          <dt className="text-xs text-ink-soft">Confidence</dt>
          <dd className="mt-0.5 h-7 text-lg font-semibold">
            {isJudged ? formatShare(verdict?.confidence) : unknown}
          </dd>
        </div>
        <div>
          <dt className="text-xs text-ink-soft">Threat level</dt>
          <dd className="mt-0.5 h-7 content-center">
            {isJudged && verdict ? <SeverityBadge severity={verdict.threat_level} /> : unknown}
          </dd>
        </div>
      </dl>
    </Card>
  )
}
