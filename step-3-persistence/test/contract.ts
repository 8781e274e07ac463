export { alertStoreContract, type OpenedStore } from './alert-store-contract.ts'
export { type PersistingServer, step3Contract } from './step-3-contract.ts'
