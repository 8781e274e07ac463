export {
  type OpenedServer,
  type PersistingServer,
  step1Contract,
  step2Contract,
  step3Contract,
} from 'step-3-persistence/contract'
