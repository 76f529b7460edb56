// Every package script starts here: `node scripts/run.mjs TASK [arguments]`. This file keeps to syntax that any Node
// with modules can read, so that an old one gets a sentence instead of a stack trace.
const major = Number(process.versions.node.split('.')[0])

if (major < 20) {
  console.error(
    `Switchyard needs Node 20 or newer to set itself up (this is ${process.versions.node}): install one from https://nodejs.org.`,
  )
  process.exitCode = 3
} else {
  import('./run/tasks.mjs').then((tasks) => tasks.runTask(process.argv.slice(2)))
}
