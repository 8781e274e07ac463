export { type OpenedServer, step1Contract, step2Contract } from 'step-2-capture/contract'
export { alertStoreContract, type OpenedStore } from './alert-store-contract.ts'
export { type PersistingServer, step3Contract } from './step-3-contract.ts'
