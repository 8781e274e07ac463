export const ModbusFunction = {
  readHoldingRegisters: 3,
  writeSingleCoil: 5,
  writeSingleRegister: 6,
  writeMultipleRegisters: 16,
} as const

export interface ModbusFields {
  readonly transactionId: number
  readonly unit: number
  readonly function: number
}

/** A Modbus/TCP frame: the header of seven bytes, then function and data (Modbus guide, 2006). */
export function modbusFrame(fields: ModbusFields, data: Uint8Array): Buffer {
  const frame = Buffer.alloc(8 + data.length)
  frame.writeUInt16BE(fields.transactionId & 0xffff, 0)
  frame.writeUInt16BE(2 + data.length, 4)
  frame[6] = fields.unit
  frame[7] = fields.function
  frame.set(data, 8)
  return frame
}

/** 16-bit registers, as most functions carry them. */
export function registers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2)
  values.forEach((value, index) => {
    bytes.writeUInt16BE(value & 0xffff, index * 2)
  })
  return bytes
}
