import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { pageSize } from './page-size.ts'
import { startUp } from './start-up.ts'
import { printTable, type Row } from './table.ts'
import { throughput } from './throughput.ts'
import { transfer } from './transfer.ts'

/** Measures the budgets of docs/performance.md on the built product and prints them. `--only NAME` runs one part. */
const parts: Record<string, () => Row[] | Promise<Row[]>> = { throughput, 'start-up': startUp, transfer, 'page-size': pageSize }

const { values } = parseArgs({ options: { only: { type: 'string' } } })
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
