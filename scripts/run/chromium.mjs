import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { readChild, runChild } from './children.mjs'
import { environmentFor } from './node.mjs'
import { say } from './places.mjs'

const INSTALL_TIMEOUT_MS = 10 * 60_000

/**
 * A Chromium that starts: the one that SWITCHYARD_CHROMIUM names, one of the system, or Playwright's own;
 * with `install`, one that is installed now (apt as root on Debian and its kin, else by Playwright).
 * @returns {Promise<string | null>} its path, or null
 */
export async function findChromium(node, { install = false } = {}) {
  const env = environmentFor(node)
  const found = await firstThatStarts([...named(), ...(await playwrightsOwn(node, env))])
  if (found !== null || !install) return found
  if (canApt()) await installByApt(env)
  else await installByPlaywright(node, env)
  return firstThatStarts([...named(), ...(await playwrightsOwn(node, env))])
}

async function firstThatStarts(places) {
  for (const place of places) {
    if (!existsSync(place)) continue
    // Windows opens a window for --version; there being there has to do.
    if (process.platform === 'win32') return place
    const { code } = await readChild(place, ['--version'])
    if (code === 0) return place
  }
  return null
}

function named() {
  const fromEnvironment = [process.env.SWITCHYARD_CHROMIUM, process.env.CHROME_PATH, process.env.CHROMIUM_PATH].filter(Boolean)
  return [...fromEnvironment, ...wellKnown()]
}

function wellKnown() {
  if (process.platform === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge']
    return apps.map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`)
  }
  if (process.platform === 'win32') {
    const folders = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].filter(Boolean)
    const programs = [
      'Google\\Chrome\\Application\\chrome.exe',
      'Chromium\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ]
    return folders.flatMap((folder) => programs.map((program) => join(folder, program)))
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge']
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/lib/chromium', '/snap/bin']
  return names.flatMap((name) => folders.map((folder) => join(folder, name)))
}

async function playwrightsOwn(node, env) {
  const script = "import('@playwright/test').then(({ chromium }) => console.log(chromium.executablePath()))"
  const { code, output } = await readChild(node, ['--input-type=module', '-e', script], { env })
  return code === 0 ? [output.trim()] : []
}

function canApt() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false
  // Ubuntu's package only points at a snap.
  return !/^ID=ubuntu$/m.test(readFileSync('/etc/os-release', 'utf8'))
}

async function installByApt(env) {
  say('No Chromium found; installing it with apt-get…')
  const aptEnv = { ...env, DEBIAN_FRONTEND: 'noninteractive' }
  const install = ['-qq', '-y', '--no-install-recommends', 'install', 'chromium', 'fonts-liberation']
  const apt = (args) => runChild('timeout', [String(INSTALL_TIMEOUT_MS / 1000), 'apt-get', ...args], { env: aptEnv, stdout: 'stderr' })
  if ((await apt(install)) === 0) return
  await apt(['-qq', 'update'])
  await apt(install)
}

async function installByPlaywright(node, env) {
  say('No Chromium found; fetching the one of Playwright…')
  await runChild(node, ['node_modules/@playwright/test/cli.js', 'install', 'chromium'], { env, stdout: 'stderr' })
}
