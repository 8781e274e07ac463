import {
  allowSources,
  forgetAfter,
  levels,
  limit,
  type SettingsOf,
  seconds,
} from '../seam/option.ts'
import type { Reporter } from '../seam/reporter.ts'
import { techniques } from '../seam/techniques.ts'

export const loginKinds = [
  {
    id: 'login_guessing',
    title:
      '{source} tried {logins} at {service} ({protocol}){outcome} in {span} ' +
      '(threshold: {limit} in {limitSpan})',
    technique: techniques.T1110,
    recommend:
      'Block the source at the service, and look in its log for a login that succeeded after the ' +
      'failures. Allow keys or a second factor only where passwords can be guessed.',
  },
] as const

/** More times than this are not kept of one client at one service. */
export const attemptTimeCountMax = 64

const keptCount = { unit: 'logins', max: attemptTimeCountMax }

export const loginOptions = {
  fastCountMin: limit(6, {
    about:
      'Failed logins in the short span: faster than a person, more than the retries of a client',
    ...keptCount,
  }),
  fastSpanSeconds: seconds(10, { about: 'The short span', min: 1 }),
  countMin: limit(10, {
    about: 'Failed logins in the middle span, one every half a minute',
    source: 'Slips: 9 SSH attempts',
    ...keptCount,
  }),
  spanSeconds: seconds(300, { about: 'The middle span', min: 1 }),
  slowCountMin: limit(30, {
    about: 'Failed logins in the long span',
    source: 'Zeek, SSH::password_guesses_limit: 30 in 30 minutes',
    ...keptCount,
  }),
  slowSpanSeconds: seconds(1_800, { about: 'The long span', min: 1 }),
  formCountMin: limit(20, {
    about: 'Requests to a login page: whether they fail cannot be seen',
    unit: 'requests',
    max: attemptTimeCountMax,
  }),
  formSpanSeconds: seconds(60, { about: 'The span of requests to a login page', min: 1 }),
  replyBytesMax: limit(65_536, {
    about: 'Bytes of a server in which an answer may be to a login; later ones are of a session',
    unit: 'bytes',
    max: 1_048_576,
  }),
  sshAnswerCountMax: limit(20, {
    about: 'Answers of an SSH server after the key exchange; a session has more',
    unit: 'answers',
    max: 63,
  }),
  sshSizeCountMax: limit(3, {
    about:
      'Different sizes of those answers: a login that fails is refused, asked for more, and ended',
    unit: 'sizes',
    max: 63,
  }),
  sshConnectionCountMin: limit(2, {
    about: 'SSH connections with failures: an agent offers all its keys on one (MaxAuthTries 6)',
    unit: 'connections',
    max: attemptTimeCountMax,
  }),
  desktopSecondsMin: seconds(30, {
    about: 'Duration from which a remote desktop connection is a session',
  }),
  desktopBytesMin: limit(20_000, {
    about: 'Bytes of the server from which it is one: it has sent its screen',
    unit: 'bytes',
    max: 10_000_000,
  }),
  forgetAfterSeconds: forgetAfter('a client and service are', 1_800),
  levels: levels({ medium: 6, high: 50 }, { unit: 'logins' }),
  allow: allowSources('Sources that may fail to log in, such as a monitor or a scanner'),
}

export type LoginSettings = SettingsOf<typeof loginOptions>
export type LoginReporter = Reporter<(typeof loginKinds)[number]>
