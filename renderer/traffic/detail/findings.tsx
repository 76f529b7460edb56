import type { ExchangeDetail } from '../../../proxy-core/model/exchange.ts'
import type { Finding } from '../../../proxy-core/model/finding.ts'
import { Icon } from '../../ui/icon.tsx'
import { countText } from '../../ui/quantities.ts'
import { inert } from '../inert.ts'
import { Section } from '../section.tsx'

/** How the exchange breaks the contract: what was asked first, then what was answered. */
export function Findings({ exchange }: { exchange: ExchangeDetail }) {
  const { findingList } = exchange
  if (findingList.length === 0)
    return <p className="p-3 text-text-2">{exchange.route === null ? 'No route took this request: nothing was checked.' : 'None.'}</p>
  const ofResponse = findingList.filter(isOfResponse)
  return (
    <>
      <FindingSection title="Request" findings={findingList.filter((finding) => !isOfResponse(finding))} />
      <FindingSection title="Response" findings={ofResponse} />
    </>
  )
}

function FindingSection({ title, findings }: { title: string; findings: readonly Finding[] }) {
  if (findings.length === 0) return null
  return (
    <Section title={title} note={countText(findings.length)}>
      <ul aria-label={`Findings of the ${title.toLowerCase()}`} className="pb-2 text-data">
        {findings.map((finding, at) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a finding is its place in the list
            key={at}
            className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-2 px-3 py-[3px]"
          >
            <Icon
              name={finding.severity === 'Error' ? 'error' : 'finding'}
              size={14}
              className={`mt-[3px] ${finding.severity === 'Error' ? 'text-status-5xx' : 'text-status-4xx'}`}
            />
            <span className="min-w-0 break-words">
              <span className="sr-only">{finding.severity}: </span>
              <bdi>{inert(finding.message)}</bdi>
              <bdi dir="ltr" className="data block text-text-3">
                {inert([placeOf(finding), finding.code].filter((part) => part !== '').join(' · '))}
              </bdi>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function isOfResponse({ location }: Finding): boolean {
  return location[0] === 'response'
}

/** Where in its message: `body.items.0.price`. */
function placeOf(finding: Finding): string {
  return finding.location.slice(isOfResponse(finding) ? 1 : 0).join('.')
}
