export * from 'step-1-skeleton'
