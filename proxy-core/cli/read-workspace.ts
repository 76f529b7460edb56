import { resolve } from 'node:path'
import { checkExamples } from '../contract/check-examples.ts'
import { Refusal } from '../model/errors.ts'
import type { Diagnostic } from '../model/finding.ts'
import { importLimits } from '../model/limits.ts'
import { freeName, type ServicePlan, slug } from '../model/workspace.ts'
import type { ApiOperation } from '../openapi/document.ts'
import { findDocuments } from '../openapi/find-documents.ts'
import { importDocument } from '../openapi/import.ts'
import { openWorkspace } from '../workspace/open-workspace.ts'
import { planServices, sourceName } from '../workspace/plan-services.ts'
import type { Workspace } from '../workspace/workspace.ts'

/** A service of a workspace that no host serves: its document, read for this command. */
export interface ReadService {
  name: string
  /** As a workspace file names it. */
  spec: string | null
  /** Defined by the workspace's files, as opposed to found in its folder. */
  defined: boolean
  plan: ServicePlan | null
  operations: readonly ApiOperation[]
  diagnostics: Diagnostic[]
}

/**
 * A folder's workspace and its documents, without a host. The caller closes the workspace.
 * @param document the only one to look at, in place of what the folder holds
 * @param diagnosed look for structural faults and for what is wrong with examples too
 */
export async function readWorkspace(
  folder: string,
  { document, diagnosed }: { document?: string; diagnosed: boolean },
): Promise<{ workspace: Workspace; services: ReadService[] }> {
  const workspace = await openWorkspace({ kind: 'folder', folder })
  const plans = planServices(workspace.settings(), folder, new Map(), null)
  if (document === undefined && plans.length > 0) {
    return { workspace, services: await Promise.all(plans.map((plan) => readPlan(plan, diagnosed))) }
  }
  const paths = document === undefined ? await findDocuments(folder) : [resolve(folder, document)]
  const found = await Promise.all(paths.map((path) => readSource({ kind: 'file', path }, diagnosed)))
  const names = new Set<string>()
  const services = found.map((read, i): ReadService => {
    const source = { kind: 'file', path: paths[i] as string } as const
    const name = freeName(slug(read.title || sourceName(source)), (taken) => names.has(taken))
    names.add(name)
    const [plan = null] = planServices({ version: 1 }, folder, new Map([[name, { source, settings: {} }]]), null)
    return { name, spec: plan?.spec ?? null, defined: false, plan, operations: read.operations, diagnostics: read.diagnostics }
  })
  return { workspace, services }
}

async function readPlan(plan: ServicePlan, diagnosed: boolean): Promise<ReadService> {
  const { name, spec, source } = plan
  const read = source ? await readSource(source, diagnosed) : { operations: [], diagnostics: [] }
  return { name, spec, defined: true, plan, operations: read.operations, diagnostics: read.diagnostics }
}

async function readSource(
  source: NonNullable<ServicePlan['source']>,
  diagnosed: boolean,
): Promise<{ title: string; operations: readonly ApiOperation[]; diagnostics: Diagnostic[] }> {
  try {
    const imported = await importDocument(source, { limits: importLimits })
    const { title, operations } = imported.document
    const found = diagnosed ? [...(await imported.diagnose()), ...(await checkExamples(imported))] : []
    imported.close()
    return { title, operations, diagnostics: [...imported.diagnostics, ...found] }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { detail, code, diagnostics } = error.problem
    const file = source.kind === 'file' ? source.path : source.kind === 'url' ? source.url : source.name
    const whole: Diagnostic = { severity: 'error', code, message: detail, file, line: null, column: null }
    return { title: '', operations: [], diagnostics: diagnostics?.length ? diagnostics : [whole] }
  }
}
