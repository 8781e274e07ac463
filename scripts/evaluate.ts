/**
 * `npm run evaluate [-- FOLDER]`: the command of the same name, on the folder of measurements
 * beside the project unless another is named.
 */
process.argv.splice(2, 0, 'evaluate')
await import(new URL('../step-2-capture/src/cli/net-anomaly.ts', import.meta.url).href)
