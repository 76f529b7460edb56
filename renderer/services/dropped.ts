import { bringDocument, bringFolder, failWith } from './bring.ts'
import { desktop } from './desktop.ts'

/** Takes in what was dropped: documents, a folder, a link, or text. Resolves to whether all of it was. */
export async function takeDropped(dropped: DataTransfer): Promise<boolean> {
  const files = [...dropped.items].filter((item) => item.kind === 'file').map(fileOf)
  if (files.length === 0) return takeText(dropped.getData('text/uri-list') || dropped.getData('text/plain'))
  let all = true
  for (const { file, isFolder } of files) all = (await (isFolder ? takeFolder(file) : takeFile(file))) && all
  return all
}

/** Takes in a file by its path where that is known, else by its text. */
export async function takeFile(file: File | null, upstream?: string): Promise<boolean> {
  if (!file) return false
  const spec = desktop()?.pathForFile(file) || (await file.text())
  if (spec.trim() === '') return failed(file.name, `${file.name} is empty.`)
  return (await bringDocument({ spec, name: file.name, upstream })) !== null
}

/** Takes in a URL, a path or the document itself. */
export async function takeText(text: string, upstream?: string): Promise<boolean> {
  const spec = text.trim()
  if (spec === '') return false
  return (await bringDocument({ spec: /[\r\n]/.test(spec) ? text : spec, name: shortName(spec), upstream })) !== null
}

function takeFolder(file: File | null): Promise<boolean> {
  const path = file && desktop()?.pathForFile(file)
  if (path) return bringFolder(path)
  return Promise.resolve(
    failed(file?.name ?? 'The folder', 'A browser does not tell where a folder lies. Type its path under "Open a folder".'),
  )
}

function fileOf(item: DataTransferItem): { file: File | null; isFolder: boolean } {
  return { file: item.getAsFile(), isFolder: item.webkitGetAsEntry()?.isDirectory ?? false }
}

function failed(name: string, text: string): false {
  failWith({ name, text, diagnostics: [] })
  return false
}

function shortName(spec: string): string {
  return /[\r\n{]/.test(spec) ? 'The pasted document' : spec
}
