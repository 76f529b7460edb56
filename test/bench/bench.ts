import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { importPause } from './import-pause.ts'
import { logOf } from './log.ts'
import { pageSize } from './page-size.ts'
import { startUp } from './start-up.ts'
import { printTable, type Row } from './table.ts'
import { throughput } from './throughput.ts'
import { transfer } from './transfer.ts'

/**
 * Measures the product's budgets on the built product and prints them. `--only NAME` runs one part, `--records N` fills the
 * log with as many, `--peers` runs Prism, Mockoon and http-proxy-3 in the same turns.
 */
const { values } = parseArgs({
  options: { only: { type: 'string' }, records: { type: 'string', default: '1000000' }, peers: { type: 'boolean', default: false } },
})
const parts: Record<string, () => Row[] | Promise<Row[]>> = {
  throughput: () => throughput({ peers: values.peers }),
  'start-up': startUp,
  'import-pause': importPause,
  transfer,
  log: () => logOf(Number(values.records)),
  'page-size': pageSize,
}
if (values.only !== undefined && !(values.only in parts)) {
  console.error(`There is no part "${values.only}". Those there are: ${Object.keys(parts).join(', ')}.`)
  process.exit(2)
}
console.log(
  `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
)
for (const [name, measure] of Object.entries(parts)) {
  if (values.only === undefined || values.only === name) printTable(name, await measure())
}
