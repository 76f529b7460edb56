import { create } from 'zustand'
import type { Diagnostic } from '../../proxy-core/model/finding.ts'
import type { ServiceDetail } from '../../proxy-core/model/route.ts'
import { call } from '../api/call.ts'
import { queryClient } from '../api/queries.ts'
import { RequestFailed, said } from '../api/request-failed.ts'

export const SAMPLE = 'sample:shop'
/** What the host calls a document that came as text; the person knows the name of the file. */
const PASTED = 'pasted'

/** Why something could not be brought in, with the places in it that are at fault. */
export interface Failure {
  /** What the person calls it: a file name, a URL, a path. */
  name: string
  text: string
  diagnostics: Diagnostic[]
}

interface Bringing {
  /** What is being read, since when (epoch milliseconds). */
  reading: { name: string; since: number } | null
  failure: Failure | null
}

export const useBringing = create<Bringing>(() => ({ reading: null, failure: null }))

export interface NewDocument {
  spec: string
  /** How to call it while it is read and when it fails. */
  name: string
  upstream?: string
}

/** Adds a service from a path, a URL or the text of a document. A failure is kept to be shown in place. */
export function bringDocument({ spec, name, upstream }: NewDocument): Promise<ServiceDetail | null> {
  return bring(name, () => call('addService', { body: upstream ? { spec, upstream } : { spec } }))
}

export async function bringFolder(path: string): Promise<boolean> {
  return (await bring(path, () => call('openFolder', { body: { path } }))) !== null
}

export function forgetFailure(): void {
  useBringing.setState({ failure: null })
}

export function failWith(failure: Failure): void {
  useBringing.setState({ failure })
}

async function bring<T>(name: string, act: () => Promise<T>): Promise<T | null> {
  useBringing.setState({ reading: { name, since: Date.now() }, failure: null })
  try {
    const brought = await act()
    await queryClient.invalidateQueries()
    return brought
  } catch (error) {
    const diagnostics = (error instanceof RequestFailed && error.problem?.diagnostics) || []
    failWith({
      name,
      text: said(error).replace(new RegExp(`^${PASTED}(?=[,:])`), () => name),
      diagnostics: diagnostics.map((fault) => ({ ...fault, file: fault.file === PASTED ? name : fault.file })),
    })
    return null
  } finally {
    useBringing.setState({ reading: null })
  }
}
