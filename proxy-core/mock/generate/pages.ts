import { type ApiDocument, type OperationObject, resolve } from '../../openapi/document.ts'
import { generateLimits, hash } from './run.ts'
import { normalName } from './string-names.ts'

/** What a request asks of a list. */
export interface PageAsk {
  limit: number | null
  /** As the request counts them. */
  page: number | null
  offset: number | null
  /** What the first page is called: 0 or 1. */
  first: number
  /** Items of the whole list, the same for each of its pages. */
  total: number
  path: string
  query: string
}

/** One page of a list, as far as the schema allows what was asked. */
export interface Page {
  total: number
  size: number
  offset: number
  shown: number
  /** The first is `first`. */
  number: number
  first: number
  count: number
  hasMore: boolean
  /** Path and query of the page that begins at an offset. */
  link(offset: number): string
}

export interface PagePlan {
  /** @param seed the same text for all pages of the list */
  of(path: string, query: string, seed: string): PageAsk
}

const limits = /^(limit|per_?page|page_?size|page\[(size|limit)\]|size|count|take|max_?(results|items)|rows|first|\$?top|num|n)$/i
const numbers = /^(page|page_?(number|num|no|index)|page\[number\]|p)$/i
const offsets = /^(offset|skip|\$skip|start|start_?index|page\[offset\]|from)$/i
/** Larger defaults fill the screen, and GitHub's repositories 100 kB. */
const MAX_DEFAULT_ITEMS = 10
/** Items of a whole list: several pages of the usual sizes. */
const MIN_TOTAL = 120
const TOTAL_SPREAD = 361
const MAX_OFFSET = 1e9

/** How the lists of an operation are paged; null for one that answers with a single thing. */
export function planPages(document: ApiDocument, operation: OperationObject, method: string, template: string): PagePlan | null {
  if (!/^(GET|HEAD|POST|QUERY)$/.test(method) || /\}\/?$/.test(template)) return null
  const parameters = (operation.parameters ?? []).flatMap((one) => resolve(document, one) ?? []).filter((one) => one.in === 'query')
  const schemaOf = (names: RegExp) => {
    const found = parameters.find(({ name }) => names.test(name))
    const schema = found === undefined ? undefined : resolve<{ [keyword: string]: unknown }>(document, found.schema as never)
    return typeof schema === 'object' ? schema : {}
  }
  const usual = schemaOf(limits).default
  const { default: firstPage, minimum } = schemaOf(numbers)
  const first = firstPage === 0 || minimum === 0 ? 0 : 1
  const limit = typeof usual === 'number' && usual > 0 && usual <= MAX_DEFAULT_ITEMS ? Math.floor(usual) : null
  return {
    of(path, query, seed) {
      const ask: PageAsk = { limit, page: null, offset: null, first, total: MIN_TOTAL + ((hash(seed) >>> 0) % TOTAL_SPREAD), path, query }
      if (query !== '') readQuery(query, ask)
      return ask
    },
  }
}

function readQuery(query: string, ask: PageAsk): void {
  for (const [name, text] of new URLSearchParams(query)) {
    if (!/^\d{1,9}$/.test(text)) continue
    const value = Number(text)
    if (limits.test(name)) ask.limit = value
    else if (numbers.test(name)) ask.page = value
    else if (offsets.test(name)) ask.offset = value
  }
  if (ask.page === 0) ask.first = 0
}

/** The query without what only says which page of the list is meant. */
export function withoutPages(query: string): string {
  if (query === '') return ''
  return query
    .split('&')
    .filter((pair) => {
      const name = decodeURIComponent(pair.split('=', 1)[0]?.replace(/%(?![0-9a-f]{2})/gi, '') ?? '')
      return !limits.test(name) && !numbers.test(name) && !offsets.test(name)
    })
    .join('&')
}

/** @param usual how many items the list has where nothing is asked */
export function settlePage(ask: PageAsk, usual: number, [least, most]: readonly [number, number]): Page {
  const size = ask.limit ?? usual
  const offset = Math.min(MAX_OFFSET, ask.offset ?? Math.max(0, (ask.page ?? ask.first) - ask.first) * size)
  const wanted = Math.min(size, Math.max(0, ask.total - offset), generateLimits.MAX_ITEMS)
  const shown = Math.max(least, Math.min(most, wanted))
  const total = Math.max(ask.total, shown === 0 ? 0 : offset + shown)
  return {
    total,
    size,
    offset,
    shown,
    number: size === 0 ? ask.first : Math.floor(offset / size) + ask.first,
    first: ask.first,
    count: size === 0 ? 0 : Math.ceil(total / size),
    hasMore: offset + shown < total,
    link: (start) => linkTo(ask, start, size),
  }
}

function linkTo({ path, query, offset, first }: PageAsk, start: number, size: number): string {
  const pairs = new URLSearchParams(query)
  const names = [...pairs.keys()]
  const set = (named: RegExp, usual: string, value: number) => pairs.set(names.find((name) => named.test(name)) ?? usual, String(value))
  if (offset === null) set(numbers, 'page', Math.floor(start / Math.max(1, size)) + first)
  else set(offsets, 'offset', start)
  set(limits, 'limit', size)
  return `${path}?${pairs}`
}

/** Properties that hold the items of a page. */
export const listNames = new Set(
  'data items results records content entries values list rows hits elements edges nodes objects collection resources matches'.split(' '),
)
/** Properties that hold what is said about a page. */
export const holderNames = new Set('meta metadata pagination paging page pageinfo pager links cursors paginginfo pagingmetadata'.split(' '))

/** What is left out where it can be. */
export const absent = Symbol('absent')
type Field = (page: Page) => unknown[]

const host = 'https://www.example.com'
const linked = (page: Page, start: number): unknown[] => [
  `${host}${page.link(start)}`,
  page.link(start),
  Math.floor(start / Math.max(1, page.size)) + page.first,
]
const isFirst = (page: Page) => page.offset === 0

/** By the name in lower case without separators; the values in the order in which they are tried. */
const fields: [name: RegExp, certain: boolean, field: Field][] = [
  [
    /^(total(count|items|results|elements|hits|records|size|rows|entries|number)|(item|record|result)s?count|recordstotal)$/,
    true,
    ({ total }) => [total],
  ],
  [/^(total|count)$/, false, ({ total }) => [total]],
  [/^(totalpages|pagecount|numpages|pagestotal|lastpage|pages)$/, true, ({ count }) => [count]],
  [/^(perpage|pagesize|limit|pagelimit|itemsperpage|resultsperpage|maxresults)$/, true, ({ size }) => [size]],
  [/^(currentpage|pagenumber|pageindex|pageno|page)$/, true, ({ number }) => [number]],
  [/^(offset|skip|startindex|startat)$/, true, ({ offset }) => [offset]],
  [/^(hasmore|hasnext(page)?|more|moreavailable|istruncated|truncated)$/, true, ({ hasMore }) => [hasMore]],
  [/^(hasprev(ious)?(page)?)$/, true, (page) => [!isFirst(page)]],
  [/^(numberofelements|itemcount|currentitemcount|returned|pagetotal)$/, true, ({ shown }) => [shown]],
  [/^empty$/, false, ({ shown }) => [shown === 0]],
  [/^size$/, false, ({ size }) => [size]],
  [/^number$/, false, ({ number }) => [number]],
  [/^from$/, false, ({ shown, offset }) => [shown === 0 ? null : offset + 1, shown === 0 ? absent : offset + 1]],
  [/^to$/, false, ({ shown, offset }) => [shown === 0 ? null : offset + shown, shown === 0 ? absent : offset + shown]],
  [/^next(page)?(url|uri|link|href)?$/, true, (page) => (page.hasMore ? linked(page, page.offset + page.size) : [null, absent])],
  [
    /^prev(ious)?(page)?(url|uri|link|href)?$/,
    true,
    (page) => (isFirst(page) ? [null, absent] : linked(page, Math.max(0, page.offset - page.size))),
  ],
  [/^next(page)?(cursor|token)$|^endcursor$/, true, ({ hasMore }) => (hasMore ? [] : [null, absent])],
  [/^first(page)?(url|uri|link|href)?$/, false, (page) => [isFirst(page), ...linked(page, 0)]],
  [/^last(page)?(url|uri|link|href)?$/, false, (page) => [!page.hasMore, ...linked(page, Math.max(0, page.count - 1) * page.size)]],
]

/** Of these properties those that say something of the page they are on; none where that is uncertain. */
export function pageFields(names: readonly string[], { certain }: { certain: boolean }): Map<string, Field> {
  const found = new Map<string, Field>()
  let isCertain = certain
  for (const name of names) {
    const known = fields.find(([pattern]) => pattern.test(normalName(name)))
    if (known === undefined) continue
    found.set(name, known[2])
    isCertain ||= known[1]
  }
  // where the total is told apart, the count is of this page
  const count = names.find((name) => normalName(name) === 'count')
  if (count !== undefined && names.some((name) => /^total/.test(normalName(name)))) found.set(count, ({ shown }) => [shown])
  return isCertain ? found : new Map()
}

/** What a header of this name says of a page: `X-Total-Count`, `Link` after RFC 8288. */
export function headersOfPage(name: string, page: Page): unknown[] {
  const called = normalName(name).replace(/^x(pagination)?/, '')
  if (called === 'link') {
    const links = { first: 0, prev: page.offset - page.size, next: page.offset + page.size, last: Math.max(0, page.count - 1) * page.size }
    const there = Object.entries(links).filter(([rel]) => (rel === 'next' ? page.hasMore : rel !== 'prev' || page.offset > 0))
    return [there.map(([rel, start]) => `<${page.link(Math.max(0, start))}>; rel="${rel}"`).join(', ')]
  }
  return [...pageFields([called], { certain: true }).values()]
    .flatMap((field) => field(page))
    .filter((value) => value !== absent && value !== null)
}
