import packageJson from '../package.json' with { type: 'json' }

/** One version for the whole workspace; a test holds the packages to it. */
export const version = packageJson.version
