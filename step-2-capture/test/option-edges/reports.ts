import { reportedMachine } from '../../src/detect/covert/reported-machine.ts'
import { stealerReport } from '../../src/detect/covert/stealer-report.ts'
import { amplification } from '../../src/detect/flood/amplification.ts'
import { spreadRequests } from '../../src/detect/web/spread-requests.ts'
import { netbiosRegistration } from '../../src/simulate/packet-builder/netbios-registration.ts'
import { type Asked, ask } from '../amplification-script.ts'
import { edgesOf, type OptionEdge } from '../option-edge.ts'
import { askEach, type Spread } from '../spread-script.ts'
import { askOwnAddress, findChat } from '../stealer-script.ts'
import { TrafficScript } from '../traffic-script.ts'

const questions = (given: Asked = {}) => ask(new TrafficScript(), { count: 10, ...given })
const paths = (given: Spread = {}) => askEach(new TrafficScript(), { count: 4, ...given })

/** Reports a while after the question, the later ones a minute apart. */
function reports({ count = 2, pauseSeconds = 5 } = {}): TrafficScript {
  const script = askOwnAddress(new TrafficScript()).wait(pauseSeconds)
  for (let i = 0; i < count; i++) findChat(script).wait(60)
  return script
}

/** A machine says its name inside, and a program of it outside, twice. */
function namedMachine(): TrafficScript {
  const own = netbiosRegistration('OFFICE-7F2A9122')
  const script = new TrafficScript().udp('10.0.0.5:137', '10.0.0.255:137', own)
  for (let i = 0; i < 2; i++) {
    const says = ['GET /?pc=office-7f2a9122 HTTP/1.1\r\nHost: a\r\n\r\n']
    script.connection('10.0.0.5', '198.51.100.7:80', { says }).wait(60)
  }
  return script
}

const few = { questionCountMin: 10, levels: { medium: 10, high: 100 } }
export const edges: readonly OptionEdge[] = [
  ...edgesOf(amplification, [
    { option: 'questionCountMin', script: () => questions(), below: 11, at: 10 },
    { option: 'factorMin', script: () => questions(), below: 12, at: 10, others: few },
    { option: 'ports', script: () => questions(), below: [53], at: [123], others: few },
    {
      option: 'periodSeconds',
      script: () => questions({ gapSeconds: 2 }),
      below: 9,
      at: 30,
      others: few,
    },
    {
      option: 'forgetAfterSeconds',
      script: () => questions({ gapSeconds: 5 }),
      below: 4,
      at: 6,
      others: { ...few, periodSeconds: 100 },
    },
    { option: 'levels.medium', script: () => questions(), below: 11, at: 10, others: few },
    { option: 'levels.high', script: () => questions(), below: 11, at: 10, others: few },
    {
      option: 'allow',
      script: () => questions(),
      below: ['203.0.113.9'],
      at: ['203.0.113.8'],
      others: few,
    },
  ]),
  ...edgesOf(spreadRequests, [
    { option: 'domainCountMin', script: () => paths(), below: 5, at: 4 },
    { option: 'forgetAfterSeconds', script: () => paths(), below: 9, at: 11 },
    { option: 'levels.medium', script: () => paths({ count: 3 }), below: 4, at: 3 },
    { option: 'levels.high', script: () => paths({ count: 3 }), below: 4, at: 3 },
    { option: 'allow', script: () => paths(), below: ['10.0.0.5'], at: ['10.0.0.6'] },
  ]),
  ...edgesOf(stealerReport, [
    { option: 'reportCountMin', script: () => reports(), below: 3, at: 2 },
    { option: 'withinSeconds', script: () => reports({ pauseSeconds: 300 }), below: 299, at: 301 },
    {
      option: 'forgetAfterSeconds',
      script: () => reports({ pauseSeconds: 300 }),
      below: 299,
      at: 301,
    },
    { option: 'allow', script: () => reports(), below: ['10.0.0.5'], at: ['10.0.0.6'] },
  ]),
  ...edgesOf(reportedMachine, [
    { option: 'reportCountMin', script: namedMachine, below: 3, at: 2 },
    {
      option: 'forgetAfterSeconds',
      script: namedMachine,
      below: 59,
      at: 61,
      others: { reportCountMin: 2 },
    },
    { option: 'allow', script: namedMachine, below: ['198.51.100.7'], at: ['198.51.100.8'] },
  ]),
]
