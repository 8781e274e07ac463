import { describe } from 'vitest'
import { type PersistingServer, step1Contract, step2Contract, step3Contract } from './contract.ts'
import { openTestDashboard } from './open-test-dashboard.ts'

describe('the dashboard’s server still keeps what the steps before it promise', () => {
  step1Contract(() => open())
  step2Contract(() => open())
  step3Contract(open)
})

async function open(dataFolder?: string): Promise<PersistingServer> {
  const { origin, close } = await openTestDashboard(dataFolder ? { dataFolder } : {})
  return { request: (path, init) => fetch(origin + path, init), close }
}
