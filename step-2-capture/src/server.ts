import { describeFailure, toAppError } from 'step-1-skeleton'
import { readCaptureConfig } from './capture-config.ts'
import { startServer } from './start-server.ts'

try {
  await startServer(readCaptureConfig(process.env))
} catch (error) {
  console.error(describeFailure(toAppError(error)))
  process.exitCode = 1
}
