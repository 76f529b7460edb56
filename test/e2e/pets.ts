import { readFileSync } from 'node:fs'

/** Two services, pets and books; pets may have an upstream. */
export function petsAndBooks({ upstream }: { upstream?: string } = {}): Record<string, string> {
  const text = (name: string) => readFileSync(new URL(`../fixtures/control/${name}.yaml`, import.meta.url), 'utf8')
  return {
    'switchyard.yaml': [
      "version: 1 # the team's",
      'services:',
      '  pets:',
      '    spec: ./pets.yaml',
      ...(upstream ? [`    upstream: ${upstream}`] : []),
      '  books:',
      '    spec: ./books.yaml',
      '',
    ].join('\n'),
    'pets.yaml': text('pets'),
    'books.yaml': text('books'),
  }
}
