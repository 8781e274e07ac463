import { loginRelay } from '../../src/detect/windows/login-relay.ts'
import { ntlmChallenge } from '../../src/simulate/packet-builder/ntlm.ts'
import {
  SmbCommand,
  sessionSetupResponse,
  smbMessage,
} from '../../src/simulate/packet-builder/smb2.ts'
import { edgesOf, type OptionEdge } from '../option-edge.ts'
import { TrafficScript } from '../traffic-script.ts'

const [client, server, victim] = ['10.0.0.5', '10.0.0.9', '10.0.0.7']
const setup = { messageId: 1, sessionId: 7, treeId: 1, command: SmbCommand.sessionSetup }

/** Logins of a victim that are passed on, ten seconds apart, each a second late. */
function relayed(count: number): TrafficScript {
  const script = new TrafficScript()
  const asked = smbMessage({ ...setup, isResponse: false }, Buffer.alloc(40))
  const header = { ...setup, isResponse: true, status: 0xc0000016 }
  for (let i = 0; i < count; i++) {
    const challenge = ntlmChallenge({ domain: 'A', computer: 'B' }, Buffer.alloc(8, i + 1))
    const answer = smbMessage(header, sessionSetupResponse(challenge))
    const says = [asked, answer]
    script.connection(client, `${server}:445`, { says }).wait(1)
    script.connection(victim, `${client}:445`, { says }).wait(10)
  }
  return script
}

export const edges: readonly OptionEdge[] = edgesOf(loginRelay, [
  { option: 'loginCountMin', script: () => relayed(1), below: 2, at: 1 },
  { option: 'spanSeconds', script: () => relayed(1), below: 1, at: 2 },
  {
    option: 'forgetAfterSeconds',
    script: () => relayed(2),
    others: { loginCountMin: 2 },
    below: 10,
    at: 12,
  },
  { option: 'allow', script: () => relayed(1), below: [client], at: [] },
])
