import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from './host.ts'

export function fixture(path: string): string {
  return fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url))
}

/** A folder with two services, pets and books, and a workspace file with a comment in it. */
export async function petsAndBooks(extra = ''): Promise<string> {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'openapi'))
  for (const name of ['pets', 'books']) await cp(fixture(`control/${name}.yaml`), join(folder, 'openapi', `${name}.yaml`))
  const text = `version: 1 # the team's\nservices:\n  pets:\n    spec: ./openapi/pets.yaml\n  books: # lent\n    spec: ./openapi/books.yaml\n${extra}`
  await writeFile(join(folder, 'switchyard.yaml'), text)
  return folder
}
