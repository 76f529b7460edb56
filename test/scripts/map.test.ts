import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const topFolders = ['electron', 'renderer', 'proxy-core', 'test', 'docs', 'scripts']
/** What stands in code marks and looks like a file of the project; those of the core may leave its name out. */
function filesIn(text: string): string[] {
  const marked = [...text.matchAll(/`([a-zA-Z][\w./-]*\.(?:tsx?|mjs|md))`/g)].map(([, file]) => file as string)
  return marked.map((file) => (!file.includes('/') || topFolders.includes(file.split('/')[0] as string) ? file : `proxy-core/${file}`))
}

it('every file that the map names is there', () => {
  const files = filesIn(readFileSync(`${root}docs/architecture.md`, 'utf8')).filter((file) => file.includes('/') || file === 'README.md')
  expect(files.length).toBeGreaterThan(40)
  expect(files.filter((file) => !existsSync(root + file))).toEqual([])
})

it('every link of the pages leads somewhere', () => {
  const pages = [
    'README.md',
    ...readdirSync(`${root}docs`)
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`),
  ]
  const links = pages.flatMap((page) => {
    const folder = page.startsWith('docs/') ? 'docs/' : ''
    return [...readFileSync(root + page, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, to]) => folder + to)
  })
  expect(links.length).toBeGreaterThan(5)
  expect(links.filter((to) => !existsSync(root + to))).toEqual([])
})

it('the map of folders has every folder of the core', () => {
  const map = readFileSync(`${root}docs/architecture.md`, 'utf8')
  const folders = readdirSync(`${root}proxy-core`, { withFileTypes: true }).filter((each) => each.isDirectory())
  const names = folders.map(({ name }) => name).filter((name) => readdirSync(`${root}proxy-core/${name}`).length > 0)
  expect(names.filter((name) => !map.includes(`| \`proxy-core/${name}/\` |`))).toEqual([])
})
