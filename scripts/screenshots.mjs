// Pictures of each view, light and dark, of the built app with the sample shop, into docs/screenshots/: `npm run screenshots`,
// `npm run screenshots -- FOLDER` for another place.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium } from '@playwright/test'
import { findChromium } from './run/chromium.mjs'
import { inRoot } from './run/places.mjs'

/** The gateway's own port, where it is free: it shows in the pictures. */
const USUAL_PORT = 4010
const WINDOW = { width: 1440, height: 900 }
const out = process.argv[2] ? resolve(process.env.INIT_CWD ?? process.cwd(), process.argv[2]) : inRoot('docs', 'screenshots')
const home = mkdtempSync(join(tmpdir(), 'switchyard-screenshots-'))

const executablePath = await findChromium(process.execPath, { install: true })
if (executablePath === null) {
  console.error('Screenshots need Chromium: install it, or set SWITCHYARD_CHROMIUM to its path.')
  process.exit(3)
}
mkdirSync(out, { recursive: true })
const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
try {
  await withHost([], ({ control, token }) => picture({ control, token, name: 'welcome', path: '/welcome' }))
  await withHost(['sample:shop'], async (host) => {
    await traffic(host)
    await picture({ ...host, name: 'traffic', path: '/traffic', before: openExchange })
    await picture({ ...host, name: 'routes', path: '/routes' })
    await picture({ ...host, name: 'settings', path: '/settings' })
  })
} finally {
  await browser.close()
  rmSync(home, { recursive: true, force: true })
}

async function withHost(args, work) {
  const env = { ...process.env, SWITCHYARD_HOME: home }
  const port = (await isFree(USUAL_PORT)) ? USUAL_PORT : 0
  const child = spawn(process.execPath, [inRoot('dist/cli.js'), 'start', ...args, '--json', '--port', String(port)], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    for await (const line of createInterface(child.stdout)) {
      await work(JSON.parse(line))
      break
    }
  } finally {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
  }
}

function isFree(port) {
  return new Promise((free) => {
    const probe = createServer()
    probe.once('error', () => free(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => free(true)))
  })
}

/** A picture of a view in each theme. */
async function picture({ control, token, name, path, before }) {
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ viewport: WINDOW, colorScheme, reducedMotion: 'reduce' })
    await context.addInitScript((value) => sessionStorage.setItem('switchyard.token', value), token)
    const page = await context.newPage()
    await page.goto(control + path)
    await page.locator('main').first().waitFor()
    await page.waitForLoadState('load')
    await before?.(page)
    await page.evaluate(() => document.fonts.ready)
    await page.waitForTimeout(500)
    const file = join(out, `${name}-${colorScheme}.png`)
    await page.screenshot({ path: file })
    console.log(file)
    await context.close()
  }
}

async function openExchange(page) {
  await page.getByRole('row').filter({ hasText: 'POST' }).first().click()
}

/** Some exchanges of each kind: mock and live, answered and refused. */
async function traffic({ gateway, control, token }) {
  const call = (method, path, body) =>
    fetch(`${control}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  await call('PATCH', `/routes/${encodeURIComponent('shop:GET /products')}`, { mode: 'live' })
  const send = async (method, path, body) => {
    const headers = { 'content-type': 'application/json', authorization: 'Bearer demo-token' }
    const response = await fetch(gateway + path, { method, headers, body: body && JSON.stringify(body) })
    await response.arrayBuffer()
  }
  for (let round = 0; round < 6; round++) {
    await send('GET', '/api/products')
    await send('GET', `/api/products/${40 + round}`)
    await send('GET', '/api/cart')
    await send('POST', '/api/cart/items', { productId: 40 + round, quantity: 1 })
    await send('GET', '/api/no-such-path')
  }
}
