import { describe } from 'vitest'
import { incidentStoreContract } from '../../test/incident-store-contract.ts'
import { MemoryIncidentStore } from '../../test/memory-incident-store.ts'
import { MemoryAlertStore } from './memory-alert-store.ts'

describe('derived from a Map in memory', () => {
  incidentStoreContract(async () => {
    const alerts = new MemoryAlertStore()
    return { alerts, incidents: new MemoryIncidentStore(alerts), close: async () => {} }
  })
})
