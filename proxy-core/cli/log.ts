import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ExchangeSummary } from '../model/exchange.ts'
import { type FilterTerm, parseFilter } from '../model/filter.ts'
import { logLimits } from '../model/limits.ts'
import { STATE_FOLDER } from '../model/workspace.ts'
import { command } from './command.ts'
import { connect } from './control-client.ts'
import { exchangeLine } from './exchange-line.ts'
import { DONE, startError, usageError } from './exits.ts'
import { findWorkspace } from './find-workspace.ts'
import { followExchanges } from './follow-exchanges.ts'
import { interrupts } from './interrupts.ts'
import type { Terminal } from './terminal.ts'

const SHOWN = 50

export const log = command({
  name: 'log',
  usage: '[FILTER] [--follow] [--json] [--limit N]',
  summary: 'Show the newest exchanges, oldest first; from the running host, else from the files.',
  options: {
    follow: { kind: 'boolean', short: 'f', summary: 'go on with what comes, until a signal' },
    json: { kind: 'boolean', summary: 'one JSON object a line' },
    limit: { kind: 'count', short: 'n', summary: `how many (${SHOWN})` },
  },
  dashed: /^-("|[a-z][a-z-]+[:<>])/i,
  takes: { least: 0, most: Number.POSITIVE_INFINITY },
  async run({ values, plain }, terminal) {
    const filter = plain.join(' ')
    const terms = termsOf(filter)
    const limit = Math.min(values.limit ?? SHOWN, logLimits.MAX_PAGE_ITEMS)
    const show = (item: ExchangeSummary) => terminal.print(values.json ? JSON.stringify(item) : exchangeLine(item, terminal.printed))
    const found = await findWorkspace(terminal)
    if (!found) throw startError(`there is no workspace in ${terminal.path('.')} or above, and none is being served`)
    if (!found.host) {
      if (values.follow) throw startError('no host runs here, so there is nothing to follow; switchyard start starts one')
      for (const item of (await fromFiles(found.folder, terms, limit, terminal)).reverse()) show(item)
      return DONE
    }
    const client = connect(found.host)
    if (!values.follow) {
      const { items } = await client.call('listExchanges', { query: { filter, limit } })
      for (const item of items.reverse()) show(item)
      return DONE
    }
    return followExchanges({ client, filter, terms, limit, show, stop: interrupts().asked })
  },
})

function termsOf(filter: string): FilterTerm[] {
  const parsed = parseFilter(filter)
  if (parsed.kind === 'ok') return parsed.terms
  throw usageError(`the filter can not be read at character ${parsed.at + 1}: ${parsed.message}`)
}

/** Reads the log's file beside whoever else has it open; changes nothing. */
async function fromFiles(folder: string, terms: FilterTerm[], limit: number, { say }: Terminal): Promise<ExchangeSummary[]> {
  const path = join(folder, STATE_FOLDER, 'log.db')
  if (!existsSync(path)) {
    say('Nothing has been logged here.')
    return []
  }
  const [{ openForReading }, { createReads }] = await Promise.all([import('../traffic/database.ts'), import('../traffic/reads.ts')])
  let db: ReturnType<typeof openForReading> | null = null
  try {
    db = openForReading(path)
    const reads = createReads(db, logLimits)
    const items: ExchangeSummary[] = []
    for (let before: number | null = null; ; ) {
      const page: { items: ExchangeSummary[]; next: string | null } = await reads.list({
        terms,
        before,
        after: null,
        limit: limit - items.length,
      })
      items.push(...page.items)
      if (page.next === null || items.length >= limit) return items
      before = Number(page.next)
    }
  } catch (error) {
    throw startError(`${path} can not be read: ${error instanceof Error ? error.message : error}`)
  } finally {
    db?.close()
  }
}
