import { describe } from 'vitest'
import { countingContract } from './alert-store/counting.ts'
import { decidingContract } from './alert-store/deciding.ts'
import { filteringContract } from './alert-store/filtering.ts'
import { mergingContract } from './alert-store/merging.ts'
import { pagingContract } from './alert-store/paging.ts'
import { pruningContract } from './alert-store/pruning.ts'
import { type OpenedStore, StoreUnderTest } from './alert-store/store-under-test.ts'
import { updatingContract } from './alert-store/updating.ts'

export type { OpenedStore }

/** What every `AlertStore` does. `open` gives an empty one, once a test. */
export function alertStoreContract(open: () => Promise<OpenedStore>): void {
  describe('an alert store', () => {
    const store = new StoreUnderTest(open)
    mergingContract(store)
    updatingContract(store)
    decidingContract(store)
    countingContract(store)
    filteringContract(store)
    pagingContract(store)
    pruningContract(store)
  })
}
