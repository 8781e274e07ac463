/** What the pictures of the lessons are drawn from: the simulator's packets, through the decoder. */
export { decodeFrame } from './decode/decode-frame.ts'
export { Frame, IpProtocol, Layer, TcpFlag } from './decode/frame.ts'
export { FlowTable } from './flow/flow-table.ts'
export { HostTable } from './flow/host-table.ts'
export { Packet } from './pcap/packet.ts'
export { Random } from './simulate/random.ts'
export { simulate } from './simulate/simulate.ts'
