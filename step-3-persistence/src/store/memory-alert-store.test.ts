import { describe } from 'vitest'
import { alertStoreContract } from '../../test/alert-store-contract.ts'
import { MemoryAlertStore } from './memory-alert-store.ts'

describe('a Map in memory', () => {
  alertStoreContract(async () => ({ alerts: new MemoryAlertStore(), close: async () => {} }))
})
