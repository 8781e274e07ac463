import type { ChannelKind } from './channel-kind.ts'
import { email } from './email.ts'
import { slack } from './slack.ts'
import { webhook } from './webhook.ts'

/** Every way to reach people. A new one is a file beside this, and a line here. */
export const channelKinds: readonly ChannelKind[] = [email, slack, webhook]
