import { IpProtocol } from '../../decode/frame.ts'
import { defineDetector } from '../seam/detector.ts'
import { techniques } from '../seam/techniques.ts'
import { PortScanObserver } from './port-scan-observer.ts'
import { tcpOptions, udpOptions } from './port-scan-options.ts'

const technique = techniques.T1046
const verticalAdvice =
  'Ask the owner of the source whether this scan was ordered. If not, isolate the source, and ' +
  'look for connections from it that succeeded after the scan.'
const horizontalAdvice =
  'A program that probes one port on many hosts looks for a service to break into. Isolate the ' +
  'source unless the scan was ordered, and check the hosts that answered.'

export const portScan = defineDetector({
  name: 'port_scan',
  family: 'behaviour',
  about:
    'A host that probes many TCP ports of another, or one port on many hosts. Only attempts that ' +
    'failed count, so a busy client, a crawler or a NAT gateway is left alone.',
  kinds: [
    {
      id: 'vertical_port_scan',
      title:
        '{source} probed {ports} on {target} in {span}; {failed} were closed or silent ' +
        '(threshold: {limit})',
      technique,
      recommend: verticalAdvice,
    },
    {
      id: 'horizontal_port_scan',
      title:
        '{source} probed TCP port {target_port} of {hosts} in {span} without a connection ' +
        '(threshold: {limit})',
      technique,
      recommend: horizontalAdvice,
    },
  ],
  options: tcpOptions,
  watch: (traffic, settings, reporter) =>
    new PortScanObserver(traffic, settings, {
      protocol: IpProtocol.tcp,
      portNoun: 'TCP port',
      emitVertical: (statement) => reporter.emit({ ...statement, kind: 'vertical_port_scan' }),
      emitHorizontal: (statement) => reporter.emit({ ...statement, kind: 'horizontal_port_scan' }),
    }),
})

export const udpPortScan = defineDetector({
  name: 'udp_port_scan',
  family: 'behaviour',
  about: 'The same with UDP: datagrams to many ports or hosts that are not answered.',
  kinds: [
    {
      id: 'udp_port_scan',
      title:
        '{source} probed {ports} on {target} in {span}; {failed} did not answer ' +
        '(threshold: {limit})',
      technique,
      recommend: verticalAdvice,
    },
    {
      id: 'udp_horizontal_scan',
      title:
        '{source} probed UDP port {target_port} of {hosts} in {span} without an answer ' +
        '(threshold: {limit})',
      technique,
      recommend: horizontalAdvice,
    },
  ],
  options: udpOptions,
  watch: (traffic, settings, reporter) =>
    new PortScanObserver(traffic, settings, {
      protocol: IpProtocol.udp,
      portNoun: 'UDP port',
      emitVertical: (statement) => reporter.emit({ ...statement, kind: 'udp_port_scan' }),
      emitHorizontal: (statement) => reporter.emit({ ...statement, kind: 'udp_horizontal_scan' }),
    }),
})
