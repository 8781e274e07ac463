import { z } from '@hono/zod-openapi'
import { AppError, toAppError } from 'step-1-skeleton'
import { reasonCounts } from '../detect/user-rules/check-rules.ts'
import type { Refusal } from '../detect/user-rules/compile-rules.ts'
import {
  type GivenRules,
  loadRules,
  type RuleTexts,
  readRules,
} from '../detect/user-rules/load-rules.ts'
import { refusalReasons } from '../detect/user-rules/refused-rule.ts'
import { rulesStamp } from '../detect/user-rules/rule-files.ts'
import { errorCodes } from '../error-codes.ts'

/** Files are written in more than one step; two looks apart they are mostly whole. */
const lookMs = 2_000
/** Rules that are not used, as the status lists them; `rules check` has all. */
const listedCountMax = 100

const refusal = z.object({
  file: z.string(),
  line: z.int(),
  sid: z.int().nullable(),
  reason: z.enum(refusalReasons),
  keyword: z.string().describe('Empty where it is about the header'),
  message: z.string(),
})

const rulesExample = {
  paths: ['/etc/net-anomaly/rules'],
  rules: 1_200,
  used: 1_199,
  reasons: [{ reason: 'keyword', keyword: 'asn1', rules: 1 }],
  refused: [
    {
      file: '/etc/net-anomaly/rules/local.rules',
      line: 7,
      sid: 1_000_007,
      reason: 'keyword',
      keyword: 'asn1',
      message: 'asn1 is not known',
    },
  ],
  loaded_at: '2026-01-14T09:00:00.000Z',
  problem: null,
}

/** The user's rules as the server has them. */
export const rulesStatus = z
  .object({
    paths: z.array(z.string()),
    rules: z.int().describe('Rules in the files that are in force'),
    used: z.int(),
    reasons: z.array(
      z.object({ reason: z.enum(refusalReasons), keyword: z.string(), rules: z.int() }),
    ),
    refused: z.array(refusal).describe(`The first ${listedCountMax} that are not used`),
    loaded_at: z.iso.datetime().nullable(),
    problem: z
      .string()
      .nullable()
      .describe('Why the files as they are now are not in force: those before them are'),
  })
  .openapi('Rules', { example: rulesExample })
export type RulesStatus = z.infer<typeof rulesStatus>

export interface RuleKeeperOptions {
  readonly given: GivenRules
  readonly now: () => Date
  /** Other rules are in force from now on; not called for the first. */
  readonly onChange: (texts: RuleTexts | null) => void
}

interface Loaded {
  readonly texts: RuleTexts
  readonly usedCount: number
  readonly refused: readonly Refusal[]
  readonly at: string
}

/** Keeps the user's rules, and reads them anew when their files change. What is broken changes nothing. */
export class RuleKeeper {
  readonly #options: RuleKeeperOptions
  #loaded: Loaded | null = null
  #stamp = ''
  #problem: AppError | null = null
  #timer: NodeJS.Timeout | undefined
  #reading: Promise<void> | undefined

  private constructor(options: RuleKeeperOptions) {
    this.#options = options
  }

  /** Reads the rules that are given, if any, and looks for changes from then on. @throws AppError `E_BAD_RULES` */
  static async open(options: RuleKeeperOptions): Promise<RuleKeeper> {
    const keeper = new RuleKeeper(options)
    const { paths } = options.given
    if (paths.length === 0) return keeper
    await keeper.#read()
    if (keeper.#problem) throw keeper.#problem
    keeper.#timer = setInterval(() => void keeper.#look(), lookMs).unref()
    return keeper
  }

  /** What a run is started with; null where no rules are given. */
  get texts(): RuleTexts | null {
    return this.#loaded?.texts ?? null
  }

  get problem(): string | null {
    return this.#problem && `rules: ${this.#problem.message}; the rules from before are in force`
  }

  get status(): RulesStatus {
    const { usedCount = 0, refused = [], at = null } = this.#loaded ?? {}
    return {
      paths: [...this.#options.given.paths],
      rules: usedCount + refused.length,
      used: usedCount,
      reasons: reasonCounts(refused),
      refused: refused.slice(0, listedCountMax),
      loaded_at: at,
      problem: this.#problem?.message ?? null,
    }
  }

  /** Reads the files now, whether they look changed or not. */
  async reload(): Promise<RulesStatus> {
    if (this.#options.given.paths.length > 0) await this.#read()
    return this.status
  }

  close(): void {
    clearInterval(this.#timer)
  }

  async #look(): Promise<void> {
    const stamp = await rulesStamp(this.#options.given.paths)
    if (stamp !== this.#stamp) await this.#read()
  }

  /** One reading at a time: another waits for it, and finds what it has found. */
  #read(): Promise<void> {
    this.#reading ??= this.#readNow().finally(() => {
      this.#reading = undefined
    })
    return this.#reading
  }

  async #readNow(): Promise<void> {
    const { given, now, onChange } = this.#options
    this.#stamp = await rulesStamp(given.paths)
    try {
      const texts = await readRules(given)
      if (texts === null) return
      if (texts.stamp !== this.#loaded?.texts.stamp) {
        const { compiledCount, refused } = loadRules(texts)
        const before = this.#loaded
        refuseBroken(refused, before?.refused)
        this.#loaded = { texts, usedCount: compiledCount, refused, at: now().toISOString() }
        if (before !== null) onChange(texts)
      }
      this.#problem = null
    } catch (error) {
      this.#problem = toAppError(error)
    }
  }
}

/** A line that is no rule, where there was none like it, is a file that is being written or was cut. */
function refuseBroken(refused: readonly Refusal[], before: readonly Refusal[] | undefined): void {
  if (before === undefined) return
  const known = new Set(before.map(keyOf))
  const broken = refused.find((one) => one.reason === 'syntax' && !known.has(keyOf(one)))
  if (broken === undefined) return
  const { file, line, message } = broken
  throw new AppError(errorCodes.E_BAD_RULES, `${file}:${line}: ${message}`, {
    fix: 'Mend the line; the files are read again as soon as they change.',
  })
}

function keyOf({ file, sid, message }: Refusal): string {
  return `${file} ${sid} ${message}`
}
