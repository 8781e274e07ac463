import { type Frame, Layer } from './frame.ts'

/** A network header was announced; the first one of a frame is what `outerLayers` is about. */
export function announceNetwork(frame: Frame, layer: number): void {
  if (frame.outerLayers === 0) frame.outerLayers = layer
}

/** A network header was found sound at `at`. Inside a tunnel it takes the place of the outer one. */
export function enterNetwork(frame: Frame, layer: number, at: number): void {
  if (frame.networkOffset !== -1) leaveOuter(frame)
  frame.layers |= layer
  frame.networkOffset = at
}

/** The packet is part of a datagram; `fragmentOffset` is set. */
export function enterFragment(frame: Frame): void {
  if (!isFragment(frame)) frame.fragmentedAt = frame.networkOffset
  const layers = frame.fragmentOffset > 0 ? Layer.fragment | Layer.laterFragment : Layer.fragment
  frame.layers |= layers
  if ((frame.layers & Layer.tunnel) === 0) frame.outerLayers |= layers
}

/** Whether the packet, or what carries it, is a part of a datagram. */
export function isFragment(frame: Frame): boolean {
  return ((frame.layers | frame.outerLayers) & Layer.fragment) !== 0
}

/** A transport header was announced; inside a tunnel it is none of the outer layers. */
export function announceTransport(frame: Frame, layer: number): void {
  if ((frame.layers & Layer.tunnel) === 0) frame.outerLayers |= layer
}

function leaveOuter(frame: Frame): void {
  if ((frame.layers & Layer.tunnel) === 0) {
    frame.outerSourceAddressOffset = frame.sourceAddressOffset
    frame.outerDestinationAddressOffset = frame.destinationAddressOffset
    frame.outerAddressLength = frame.addressLength
    frame.outerSourcePort = frame.sourcePort
    frame.outerDestinationPort = frame.destinationPort
  }
  frame.layers = (frame.layers & Layer.vlan) | Layer.tunnel
  clearInner(frame)
}

/** What the headers from the innermost IP header on say: they are not there until they are read. */
export function clearInner(frame: Frame): void {
  frame.timeToLive = 0
  frame.ipLength = 0
  frame.protocol = 0
  frame.fragmentId = 0
  frame.fragmentOffset = 0
  frame.transportOffset = -1
  frame.sourcePort = 0
  frame.destinationPort = 0
  frame.tcpFlags = 0
  frame.payloadOffset = -1
  frame.payloadLength = 0
  frame.payloadWireLength = 0
}
