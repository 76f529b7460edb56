// Pictures of each view, light and dark, wide and narrow, of the built app, into docs/screenshots/: `npm run screenshots`,
// `npm run screenshots -- FOLDER` for another place.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium } from '@playwright/test'
import { findChromium } from './run/chromium.mjs'
import { inRoot } from './run/places.mjs'
import { smallerPng } from './screenshots/smaller-png.mjs'
import { isFree, startYard } from './screenshots/yard.mjs'

/** The gateway's own port, where it is free: it shows in the pictures. */
const USUAL_PORT = 4010
const WINDOWS = [
  { suffix: '', width: 1440, height: 900 },
  { suffix: '-900', width: 900, height: 900 },
]
const out = process.argv[2] ? resolve(process.env.INIT_CWD ?? process.cwd(), process.argv[2]) : inRoot('docs', 'screenshots')
const temporary = mkdtempSync(join(tmpdir(), 'switchyard-screenshots-'))

const executablePath = await findChromium(process.execPath, { install: true })
if (executablePath === null) {
  console.error('Screenshots need Chromium: install it, or set SWITCHYARD_CHROMIUM to its path.')
  process.exit(3)
}
mkdirSync(out, { recursive: true })
const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
try {
  await pictureWelcome()
  await pictureYard()
} finally {
  await browser.close()
  rmSync(temporary, { recursive: true, force: true })
}

async function pictureWelcome() {
  await withHost([], async (host) => {
    await picture(host, 'welcome', '/welcome', (page) => page.getByRole('button', { name: /sample shop/ }).waitFor())
    await call(host, 'POST', '/services', { spec: 'sample:shop' })
    await fetch(`${host.gateway}/api/products/42`)
    await call(host, 'PATCH', '/services/shop', { mode: 'live' })
    await fetch(`${host.gateway}/api/products/42`)
    await picture(host, 'welcome-sample', '/welcome', (page) => page.getByText(/That one came from/).waitFor())
    await picture(host, 'settings', '/settings', (page) => page.getByRole('heading', { name: 'Settings' }).waitFor())
  })
}

async function pictureYard() {
  const folder = join(temporary, 'webshop')
  mkdirSync(folder)
  const yard = await startYard(folder)
  try {
    await withHost([folder], async (host) => {
      await yard.play(host.gateway)
      await picture(host, 'traffic', '/traffic', (page) => openExchange(page, '/api/orders?status=placed'))
      await picture(host, 'traffic-response', '/traffic', async (page) => {
        await openExchange(page, '/api/products?q=kettle')
        await page.getByRole('tab', { name: 'Response' }).click()
        await page
          .getByRole('region', { name: /Body/ })
          .or(page.getByRole('tree', { name: /Body/ }))
          .first()
          .waitFor()
      })
      const filter = encodeURIComponent('status>=400 -path:/favicon')
      await picture(host, 'traffic-filter', `/traffic?filter=${filter}`, (page) => openExchange(page, '/pay/intents/pi_3Nf/confirm'))
      await call(host, 'PATCH', `/routes/${encodeURIComponent('shop:getProduct')}`, { response: { status: 200, example: 'soldOut' } })
      await picture(host, 'routes', `/routes?route=${encodeURIComponent('shop:GET /products/{productId}')}`, pickRoutes)
      // What is still under way would hold the host up.
      yard.letGo()
    })
  } finally {
    await yard.close()
  }
}

async function openExchange(page, text) {
  await page.getByText('Following').waitFor()
  await page.locator('figure rect').first().waitFor({ state: 'attached' })
  await page.locator('[role=grid] [data-id]').filter({ hasText: text }).last().click()
  await page.getByText('Why this answer').waitFor()
}

async function pickRoutes(page) {
  await page.locator('aside pre').waitFor()
  for (const route of ['POST /cart/items', 'PATCH /cart/items/{productId}', 'DELETE /cart/items/{productId}'])
    await page.getByRole('checkbox', { name: `Pick ${route}`, exact: true }).click()
}

/** Pictures of a view in each theme and window. */
async function picture({ control, token }, name, path, prepare) {
  for (const { suffix, width, height } of WINDOWS) {
    for (const colorScheme of ['light', 'dark']) {
      const looks = { viewport: { width, height }, colorScheme, reducedMotion: 'reduce', timezoneId: 'UTC', locale: 'en-GB' }
      const context = await browser.newContext(looks)
      await context.addInitScript((value) => sessionStorage.setItem('switchyard.token', value), token)
      const page = await context.newPage()
      await page.goto(control + path)
      await prepare(page)
      await page.mouse.move(0, 0)
      await page.evaluate(settled)
      const file = join(out, `${name}${suffix}-${colorScheme}.png`)
      writeFileSync(file, smallerPng(await page.screenshot()))
      console.log(file)
      await context.close()
    }
  }
}

/** Fonts are there and two frames are drawn. Runs in the page. */
async function settled() {
  await document.fonts.ready
  const frame = () => new Promise((drawn) => requestAnimationFrame(drawn))
  await frame()
  await frame()
}

async function withHost(args, work) {
  const port = (await isFree(USUAL_PORT)) ? USUAL_PORT : 0
  const child = spawn(process.execPath, [inRoot('dist/cli.js'), 'start', ...args, '--json', '--port', String(port)], {
    env: { ...process.env, SWITCHYARD_HOME: join(temporary, 'home') },
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

async function call({ control, token }, method, path, body) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const response = await fetch(`${control}/api/v1${path}`, { method, headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`)
}
