import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { errorCodes } from '../error-codes.ts'
import { AppError } from '../errors.ts'
import { isMissingFile } from '../system-code.ts'
import { describeIssue } from './describe-issue.ts'
import { type Section, sectionSteps } from './section.ts'
import { parseYamlMap, type YamlMap, type YamlProblem } from './yaml-text.ts'

/** Ten thousand long lines. A larger file is no configuration, and is refused before it is read. */
const bytesMax = 1_048_576

export interface ConfigFileChoice {
  /** What `--config` names. */
  readonly option?: string | undefined
  /** `NET_ANOMALY_CONFIG` is read from it. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Its `net-anomaly.yaml` is read where nothing else is named. */
  readonly dataFolder: string
}

/** `net-anomaly.yaml`: sections of settings, each checked when it is asked for. */
export class ConfigFile {
  readonly path: string
  readonly #yaml: YamlMap

  private constructor(path: string, yaml: YamlMap) {
    this.path = path
    this.#yaml = yaml
  }

  /**
   * Reads the file that `--config` names, else NET_ANOMALY_CONFIG, else the one in the data folder;
   * undefined where none is named and none is there. @throws AppError `E_BAD_CONFIG`
   */
  static async find(choice: ConfigFileChoice): Promise<ConfigFile | undefined> {
    const { option, env, dataFolder } = choice
    const named = option ?? (env.NET_ANOMALY_CONFIG || undefined)
    if (named !== undefined) return ConfigFile.read(named)
    const path = join(dataFolder, 'net-anomaly.yaml')
    return (await isThere(path)) ? ConfigFile.read(path) : undefined
  }

  /** @throws AppError `E_BAD_CONFIG` when it cannot be read, is no YAML, or has an unknown section */
  static async read(path: string): Promise<ConfigFile> {
    const yaml = await parseYamlMap(await textOf(path), (problem) => refusal(path, [problem]))
    const unknown = Object.keys(yaml.value).filter((name) => !Object.hasOwn(sectionSteps, name))
    if (unknown.length === 0) return new ConfigFile(path, yaml)
    const known = Object.keys(sectionSteps).join(', ')
    const problems = unknown.map((name) => ({
      line: yaml.lineOf([name]),
      message: `${name} is not a section; there are ${known}`,
    }))
    throw refusal(path, problems)
  }

  /**
   * What the file gives for a section, checked; what is left out there has no default yet.
   * Undefined where the file has no such section, or nothing in it. @throws AppError `E_BAD_CONFIG`
   */
  section<Schema extends z.ZodType>({
    name,
    schema,
  }: Section<Schema>): z.input<Schema> | undefined {
    const given = this.#yaml.value[name]
    if (given === undefined || given === null) return undefined
    const { error } = schema.safeParse(given)
    if (!error) return given as z.input<Schema> // The schema has just accepted it.
    const problems = error.issues.map((issue) => {
      // An unknown key is an issue of the map that it stands in.
      const key = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
      return {
        line: this.#yaml.lineOf([name, ...issue.path, ...key]),
        message: describeIssue({ schema, given, issue, prefix: [name] }),
      }
    })
    throw refusal(this.path, problems)
  }
}

function refusal(path: string, problems: readonly YamlProblem[]): AppError {
  const lines = problems.map(({ line, message }) => `${path}:${line}: ${message}`)
  return new AppError(errorCodes.E_BAD_CONFIG, lines.join('\n'), {
    fix: 'docs/configuration.md describes the file; docs/net-anomaly.schema.json lets an editor check it.',
  })
}

async function textOf(path: string): Promise<string> {
  try {
    const { size } = await stat(path)
    if (size > bytesMax) throw new Error(`it has ${size} bytes, and at most ${bytesMax} are read`)
    return await readFile(path, 'utf8')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError(errorCodes.E_BAD_CONFIG, `${path} cannot be read: ${reason}`, {
      fix: 'Name a file that can be read: --config FILE, or NET_ANOMALY_CONFIG.',
    })
  }
}

/** What keeps a file from being read is said when it is read, unless it is not there at all. */
async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    (error) => !isMissingFile(error),
  )
}
