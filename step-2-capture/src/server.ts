import { describeFailure, toAppError } from 'step-1-skeleton'
import { startServer } from './cli/start-server.ts'
import { readCaptureConfig } from './serve/capture-config.ts'

try {
  await startServer(readCaptureConfig(process.env))
} catch (error) {
  console.error(describeFailure(toAppError(error)))
  process.exitCode = 1
}
