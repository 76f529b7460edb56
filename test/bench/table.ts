/** One line of the table that the bench prints. */
export interface Row {
  what: string
  value: number
  unit: string
  /** Against the comparison of the same run. */
  ratio?: number
  budget?: string
  met?: boolean
}

export function printTable(title: string, rows: readonly Row[]): void {
  console.log(`\n${title}\n`)
  console.log('| what | measured | ratio | budget | |')
  console.log('|---|---:|---:|---:|---|')
  for (const row of rows) {
    const value = row.value >= 100 ? Math.round(row.value).toLocaleString('en') : String(Math.round(row.value * 100) / 100)
    console.log(
      `| ${row.what} | ${value} ${row.unit} | ${row.ratio?.toFixed(2) ?? ''} | ${row.budget ?? ''} | ${row.met === undefined ? '' : row.met ? 'met' : 'NOT MET'} |`,
    )
  }
}
