/** TPKT and a data transfer of ISO 8073 around an S7 message (RFC 1006). */
export function s7Job(parameters: Uint8Array, number: number): Buffer {
  const header = Buffer.from([0x32, 1, 0, 0, 0, 0, 0, 0, 0, 0])
  header.writeUInt16BE(number & 0xffff, 4)
  header.writeUInt16BE(parameters.length, 6)
  const message = Buffer.concat([Buffer.from([2, 0xf0, 0x80]), header, parameters])
  const tpkt = Buffer.from([3, 0, 0, 0])
  tpkt.writeUInt16BE(tpkt.length + message.length, 2)
  return Buffer.concat([tpkt, message])
}

/** Stops the program; the name of its service follows, as Step 7 sends it. */
export function s7Stop(number: number): Buffer {
  const name = Buffer.from('P_PROGRAM')
  return s7Job(Buffer.concat([Buffer.from([0x29, 0, 0, 0, 0, 0, name.length]), name]), number)
}

/** The answer of the controller to a job: the header has two bytes of errors more. */
export function s7Answer(parameters: Uint8Array, number: number): Buffer {
  const header = Buffer.from([0x32, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  header.writeUInt16BE(number & 0xffff, 4)
  header.writeUInt16BE(parameters.length, 6)
  const message = Buffer.concat([Buffer.from([2, 0xf0, 0x80]), header, parameters])
  return Buffer.concat([Buffer.from([3, 0, 0, 4 + message.length]), message])
}
