import { type Severity, severities } from 'step-2-capture'
import type { Channels } from '../config/channels.ts'
import { type Channel, type ChannelName, channelNames } from './channel.ts'
import { emailChannel } from './email-channel.ts'
import { slackChannel } from './slack-channel.ts'
import { webhookChannel } from './webhook-channel.ts'

/** The channel of that name as it is configured now, switched on or not. */
export function openChannel(name: ChannelName, config: Channels, now: () => Date): Channel {
  const allowsPrivate = config.allow_private_addresses
  if (name === 'email') return emailChannel(config.email, allowsPrivate)
  if (name === 'slack') return slackChannel(config.slack, allowsPrivate)
  return webhookChannel(config.webhook, { allowsPrivate, now })
}

/** Those that are switched on and want to hear of that severity. */
export function channelsFor(severity: Severity, config: Channels): ChannelName[] {
  const rank = severities.indexOf(severity)
  return channelNames.filter((name) => {
    const { enabled, min_severity } = config[name]
    return enabled && rank >= severities.indexOf(min_severity)
  })
}
