// Fetches Electron's binary into node_modules/electron, with progress; gives up when nothing comes for a while.
// `node scripts/fetch-electron.mjs [seconds without progress]`; exits 0 when the binary is there.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const PATIENCE_SECONDS = 15
const folder = fileURLToPath(new URL('../node_modules/electron/', import.meta.url))
const patienceMs = (Number(process.argv[2]) || PATIENCE_SECONDS) * 1000
const require = createRequire(join(folder, 'package.json'))
const { version } = require('./package.json')

process.stderr.write(`Fetching Electron ${version} (once)…\n`)
let giveUp = startPatience()
await download().catch((error) => leave(reason(error)))
clearTimeout(giveUp)
const extraction = spawn(process.execPath, [join(folder, 'install.js')], { stdio: ['ignore', 2, 2] })
extraction.on('exit', (code) => process.exit(code ?? 1))

async function download() {
  const { downloadArtifact } = await import(pathToFileURL(require.resolve('@electron/get')).href)
  let shown = 0
  await downloadArtifact({
    version,
    artifactName: 'electron',
    platform: process.platform,
    arch: process.arch,
    cacheRoot: process.env.electron_config_cache,
    checksums: require('./checksums.json'),
    downloadOptions: {
      quiet: true,
      getProgressCallback: ({ transferred, percent }) => {
        clearTimeout(giveUp)
        giveUp = startPatience()
        const tenths = Math.floor(percent * 10)
        if (tenths > shown) process.stderr.write(`  ${tenths * 10} % (${Math.round(transferred / 2 ** 20)} MiB)\n`)
        shown = Math.max(shown, tenths)
      },
    },
  })
}

function startPatience() {
  return setTimeout(() => leave(`nothing came for ${patienceMs / 1000} s`), patienceMs)
}

function leave(why) {
  process.stderr.write(`Electron could not be fetched: ${why}.\n`)
  process.exit(1)
}

function reason(error) {
  return error.cause?.code ?? error.cause?.message ?? error.message
}
