import { Section } from '../section.tsx'
import { HeaderList } from './header-list.tsx'

/** The parameters of a query, decoded, in their order. */
export function QueryList({ query }: { query: string }) {
  const pairs = [...new URLSearchParams(query)]
  return (
    <Section title="Query" note={`${pairs.length}, decoded`}>
      <HeaderList pairs={pairs} />
    </Section>
  )
}
