import type { Page } from '@playwright/test'
import { expect, test } from './switchyard.ts'

const BOOKS = `openapi: 3.1.0
info: { title: Books, version: 1.0.0 }
paths:
  /books:
    get:
      responses:
        '200': { description: Books, content: { application/json: { example: [{ title: Dune }] } } }
`

const TAB_AT_LINE_7 = `openapi: 3.1.0
info:
  title: Broken
  version: 1.0.0
paths:
  /books:
\tget: {}
`

const FAULTY = BOOKS.replace('title: Books', 'title: Faulty').concat(`  /shelves:
    get:
      responses:
        '200': { description: Shelves, content: { application/json: { schema: { $ref: '#/components/schemas/Shelf' } } } }
`)

test('a document pasted anywhere is served', async ({ page, start, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const app = await start()
  await app.show(page)
  await expect(page.getByRole('heading', { name: 'Point your app at one URL' })).toBeVisible()
  await page.evaluate((text) => navigator.clipboard.writeText(text), BOOKS)
  await page.keyboard.press('ControlOrMeta+v')
  await expect(page.getByText(/Books 1 route, ready in/)).toBeVisible()
  const { status, body } = await app.send('/books')
  expect([status, body]).toEqual([200, '[{"title":"Dune"}]'])
})

test('a document pasted into the field keeps its lines', async ({ page, start, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const app = await start()
  await app.show(page)
  const field = page.getByRole('textbox', { name: /URL or path of a document/ })
  await field.click()
  await page.evaluate((text) => navigator.clipboard.writeText(text), BOOKS)
  await page.keyboard.press('ControlOrMeta+v')
  await expect(page.getByText(/Books 1 route/)).toBeVisible()
})

test('a path is typed, and a URL', async ({ page, start, folder, upstream }) => {
  const app = await start()
  await app.show(page)
  const place = folder({ 'books.yaml': BOOKS })
  await page.getByRole('textbox', { name: /URL or path of a document/ }).fill(`${place}/books.yaml`)
  await page.keyboard.press('Enter')
  await expect(page.getByText(/Books 1 route/)).toBeVisible()

  const url = await upstream((_, response) => response.end(BOOKS.replace('title: Books', 'title: Far books')))
  await page.goto(`${app.control}/routes`)
  await page.getByRole('button', { name: 'Add a service' }).click()
  await page.getByRole('textbox', { name: /URL or path of a document/ }).fill(`${url}/books.yaml`)
  await page.getByRole('button', { name: 'Read it' }).click()
  await expect(page.getByRole('row', { name: /far-books/ })).toBeVisible()
})

test('a document dropped on the window is served, wherever one is', async ({ page, start }) => {
  const app = await start()
  await app.show(page)
  await expect(page.getByText('Drop a document or a folder anywhere in this window')).toBeVisible()
  await drop(page, 'books.yaml', BOOKS)
  await expect(page.getByText(/Books 1 route/)).toBeVisible()

  await page.goto(`${app.control}/routes`)
  await expect(page.getByRole('row', { name: /\/books/ })).toBeVisible()
  await drop(
    page,
    'more.json',
    JSON.stringify({ openapi: '3.0.3', info: { title: 'More', version: '1' }, paths: { '/more': { get: {} } } }),
  )
  await expect(page.getByText('Service added')).toBeVisible()
  await expect(page.getByRole('row', { name: /\/more/ })).toBeVisible()
})

test('a file is chosen', async ({ page, start }) => {
  const app = await start()
  await app.show(page)
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Browse' }).click()
  await (await choosing).setFiles({ name: 'books.yaml', mimeType: 'application/yaml', buffer: Buffer.from(BOOKS) })
  await expect(page.getByText(/Books 1 route/)).toBeVisible()
})

test('a folder is opened by its path, from the keyboard', async ({ page, start, folder }) => {
  const place = folder({
    'switchyard.yaml': 'version: 1\nservices:\n  library:\n    spec: ./openapi/books.yaml\n    mount: /library\n',
    'openapi/books.yaml': BOOKS,
  })
  const app = await start()
  await app.show(page)
  await expect(page.getByRole('button', { name: /Try the sample shop/ })).toBeFocused()
  await page.keyboard.press('ControlOrMeta+o')
  await expect(page.getByRole('textbox', { name: 'Or open a folder' })).toBeFocused()
  await page.keyboard.type(`${place}/nothing-here`)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('nothing-here')
  await page.getByRole('textbox', { name: 'Or open a folder' }).fill(place)
  await page.keyboard.press('Enter')
  await expect(page.getByText(/Books 1 route/)).toBeVisible()
  await expect(page.getByText(`curl ${app.gateway}/library/books`)).toBeVisible()
})

test('a broken document is refused with line and column where it was brought, and everything goes on', async ({ page, start }) => {
  const app = await start()
  await app.show(page)
  await drop(page, 'broken.yaml', TAB_AT_LINE_7)
  const failure = page.getByRole('alert')
  await expect(failure).toContainText('broken.yaml was not taken in')
  await expect(failure).toContainText(/line 7, column 1|broken\.yaml:7:1/)
  await expect(failure).toContainText(/tab/i)
  expect((await app.send('/anything')).status).toBe(404)

  await failure.getByRole('button', { name: 'Close the message' }).click()
  await expect(failure).toHaveCount(0)
  await drop(page, 'books.yaml', BOOKS)
  await expect(page.getByText(/Books 1 route/)).toBeVisible()

  await page.goto(`${app.control}/routes`)
  await expect(page.getByRole('row', { name: /\/books/ })).toBeVisible()
  await drop(page, 'broken.yaml', TAB_AT_LINE_7)
  const dialog = page.getByRole('dialog', { name: 'Add a service' })
  await expect(dialog.getByRole('alert')).toContainText(/line 7, column 1|broken\.yaml:7:1/)
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
})

test('what is no OpenAPI document is told so', async ({ page, start }) => {
  const app = await start()
  await app.show(page)
  await drop(page, 'empty.yaml', ' ')
  await expect(page.getByRole('alert')).toContainText('empty.yaml is empty')
  await drop(page, 'cut.json', '{ "openapi": "3.1.0", "info": {')
  await expect(page.getByRole('alert')).toContainText(/cut\.json/)
  await drop(page, 'old.json', '{ "swaggerVersion": "1.2", "apis": [] }')
  await expect(page.getByRole('alert')).toContainText(/1\.2/)
})

test('a document with faults is served, and its faults are listed by place', async ({ page, start }) => {
  const app = await start()
  await app.show(page)
  await drop(page, 'faulty.yaml', FAULTY)
  await expect(page.getByText(/Faulty 2 routes/)).toBeVisible()
  expect((await app.send('/books')).status).toBe(200)
  await page.getByRole('button', { name: /\d+ faults?/ }).click()
  const faults = page.getByRole('dialog', { name: 'Document of faulty' })
  await expect(faults).toContainText('#/components/schemas/Shelf')
  await expect(faults).toContainText(/:1[0-9]:\d+/)
  await page.keyboard.press('Escape')
  await expect(faults).toHaveCount(0)

  await page.goto(`${app.control}/routes`)
  await page.getByRole('button', { name: /faults? in the document/ }).click()
  await expect(faults).toContainText('#/components/schemas/Shelf')
})

/** Drops a file on the window as the browser tells of it. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([name, text]) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([text], name))
      return transfer
    },
    [name, text] as const,
  )
  const target = page.getByRole('main')
  await target.dispatchEvent('dragenter', { dataTransfer })
  await expect(page.getByText('Drop it: a document becomes a service')).toBeVisible()
  await target.dispatchEvent('dragover', { dataTransfer })
  await target.dispatchEvent('drop', { dataTransfer })
  await expect(page.getByText('Drop it: a document becomes a service')).toHaveCount(0)
}
