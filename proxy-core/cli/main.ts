#!/usr/bin/env -S MALLOC_ARENA_MAX=1 node --max-semi-space-size=4
// Only what every Node since 14 can read: an old one gets a sentence instead of a stack trace, and nothing native is loaded.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `switchyard: Node 22.19 or newer is needed, this is ${process.versions.node}. Install one from https://nodejs.org.\n`,
  )
  process.exitCode = 3
} else {
  import('./run.ts').then((cli) => cli.run(process.argv.slice(2)))
}
