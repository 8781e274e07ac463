export { alertStoreContract, type OpenedStore } from './alert-store-contract.ts'
export { makeDetection, manySources } from './detections.ts'
