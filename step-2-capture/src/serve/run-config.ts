import {
  type ConfigFile,
  type Section,
  type SettingsSection,
  type StartOptions,
  sectionSettings,
} from 'step-1-skeleton/config'
import { AppError } from 'step-1-skeleton/errors'
import { allowedOriginsSection } from 'step-1-skeleton/sections'
import { z } from 'zod'
import { describedDetectors } from '../detect/config/described-detectors.ts'
import { DetectorConfig } from '../detect/config/detector-config.ts'
import { detectorsSection } from '../detect/config/detectors-section.ts'
import { parseSetOptions } from '../detect/config/set-option.ts'
import { flattened } from '../detect/config/settings.ts'
import type { GivenRules } from '../detect/user-rules/load-rules.ts'
import { errorCodes } from '../error-codes.ts'
import { captureSection } from './capture-section.ts'
import { modelsSection } from './models-section.ts'
import { retentionSection } from './retention-section.ts'
import { givenRules, rulesSection } from './rules-section.ts'
import { runsSection } from './runs-section.ts'

const sensorName = z
  .string()
  .regex(/^[^\p{Cc}]{1,255}$/u, 'a sensor has a name of 1 to 255 characters')
  .meta({ description: 'Name of this machine in detections and flows; the host name by default.' })

/** `sensor:` of `net-anomaly.yaml`. */
export const sensorSection: Section<typeof sensorName> = { name: 'sensor', schema: sensorName }

/** Those whose fields are environment variables as well. */
export const settingsSections: readonly SettingsSection[] = [
  runsSection,
  captureSection,
  modelsSection,
  retentionSection,
  rulesSection,
]

/** The sections that steps 1 and 2 read. */
export const sections: readonly Section[] = [
  allowedOriginsSection,
  sensorSection,
  ...settingsSections,
  detectorsSection,
]

/** What is configured of judging traffic, in a server and on the command line alike. */
export interface RunConfig {
  readonly sensor: string
  readonly detectors: DetectorConfig
  /** The user's own rules. */
  readonly rules: GivenRules
}

/**
 * Reads the sections of step 2, `--set` and NET_ANOMALY_SENSOR.
 * @throws AppError `E_BAD_CONFIG`, `E_BAD_OPTION`
 */
export function readRunConfig(
  file: ConfigFile | undefined,
  env: Readonly<Record<string, string | undefined>>,
  { set = [], rules = [], hostName }: StartOptions,
): RunConfig {
  return {
    sensor: env.NET_ANOMALY_SENSOR
      ? sensorOf(env.NET_ANOMALY_SENSOR)
      : (file?.section(sensorSection) ?? (hostName || 'local')),
    detectors: new DetectorConfig({
      file: flattened(file?.section(detectorsSection) ?? {}),
      set: parseSetOptions(describedDetectors, set),
    }),
    rules: rulesGiven(rules, givenRules(sectionSettings(rulesSection, { file, env }))),
  }
}

/** Paths of the command line stand in place of those that are configured. */
function rulesGiven(paths: readonly string[], configured: GivenRules): GivenRules {
  return paths.length === 0 ? configured : { ...configured, paths }
}

function sensorOf(name: string): string {
  const { data, error } = sensorName.safeParse(name)
  if (data !== undefined) return data
  throw new AppError(errorCodes.E_BAD_CONFIG, `NET_ANOMALY_SENSOR: ${error.issues[0]?.message}`, {
    fix: 'Give it a name such as gate-1, or leave it out for the name of the host.',
  })
}
