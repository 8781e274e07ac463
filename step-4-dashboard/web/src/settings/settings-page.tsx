import { problemOf } from '../api/api-error.ts'
import { useTitle } from '../shell/use-title.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { AlertSettings } from './alert-settings.tsx'
import { BrowserSettings } from './browser-settings.tsx'
import { ChannelSettings } from './channel-settings.tsx'
import { useConfig } from './config-queries.ts'
import { DetectorSettings } from './detector-settings.tsx'
import { LogOut } from './log-out.tsx'

/** Everything that can be set without a file. */
export function SettingsPage() {
  useTitle('Settings')
  const { data: config, error } = useConfig()
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-4">
      <PageHeading title="Settings" about="Saved on the server, for everyone who uses it" />
      {error && <ProblemNote title="The settings could not be read" problem={problemOf(error)} />}
      {config && <AlertSettings key={JSON.stringify(config.thresholds)} config={config} />}
      {config && <ChannelSettings config={config} />}
      <DetectorSettings />
      <BrowserSettings />
      <LogOut />
    </div>
  )
}
