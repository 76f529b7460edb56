import { stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import type { Services } from '../gateway/services.ts'
import type { Switchboard } from '../gateway/switchboard.ts'
import { Refusal } from '../model/errors.ts'
import { captureLimits } from '../model/limits.ts'
import type { MasterMode } from '../model/mode.ts'
import { parseSize } from '../model/quantities.ts'
import type { LogHealth } from '../model/status.ts'
import { DEFAULT_MASK, freeName, OVERLAY_FILE, type ServiceSettings, slug, WORKSPACE_FILE } from '../model/workspace.ts'
import { findDocuments } from '../openapi/find-documents.ts'
import { createMask, type Mask } from '../traffic/masking.ts'
import { readMaster, writeMaster } from '../workspace/master-file.ts'
import { type AdHocService, activeEnvironment, planServices, SAMPLE_SPEC, sourceName, specSource } from '../workspace/plan-services.ts'
import { type HostAddress, type Opened, openChoice, retentionOf, type WorkspaceChoice } from './opened.ts'

/** Keeps what is served equal to the open workspace, whoever changes it: the page, the CLI, an editor. */
export interface Serving {
  opened(): Opened
  /** Opens another workspace in place of the open one; its documents are being read when this resolves. */
  open(choice: WorkspaceChoice): Promise<void>
  /** Serves what the workspace says now. */
  apply(): void
  mask(): Mask
  /** Hides also what the documents call secret; called when one has been read. */
  renewMask(): void
  captureBytes(): number
  hosts(): string[]
  origins(): string[]
  callbackHosts(): string[]
  environment(): string | null
  /** Throws the master switch and keeps it for the next start. */
  setMaster(mode: MasterMode): Promise<void>
  /** Tells the CLI and other hosts where this one listens, through `host.json` of the open workspace. */
  publish(address: HostAddress): Promise<void>
  close(): Promise<void>
}

export interface ServingOptions {
  services: Services
  switchboard: Switchboard
  /** Starts the upstream of the sample shop, once a workspace has the shop in it. */
  startSample: () => Promise<{ url: string; close(): Promise<void> }>
  /** Keyed hashes of masked values are made with it. 32 bytes. */
  maskKey: (folder: string | null) => Promise<Uint8Array>
  onHealth: (health: LogHealth) => void
  /** Switches, services or settings are as the workspace says again. */
  onApplied: () => void
  /** Before a workspace is replaced: waits until no exchange is under way. */
  quiet: () => Promise<void>
}

export async function createServing(first: WorkspaceChoice, options: ServingOptions): Promise<Serving> {
  const { services, switchboard, onApplied } = options
  let sample: ReturnType<ServingOptions['startSample']> | null = null
  let sampleUrl: string | null = null
  let key: Uint8Array = new Uint8Array(32)
  let mask: Mask = createMask({ names: DEFAULT_MASK, key })
  let environment: string | null = null
  let address: HostAddress | null = null
  let opened = await take(first)

  const serving: Serving = {
    opened: () => opened,
    async open(choice) {
      const next = await take(choice)
      await options.quiet()
      const old = opened
      opened = next
      await serve()
      await old.close()
      if (address) await opened.announce(address)
    },
    apply,
    mask: () => mask,
    renewMask,
    captureBytes: () => parseSize(capture()?.bodyLimit ?? captureLimits.MAX_CAPTURED_BODY_BYTES) ?? captureLimits.MAX_CAPTURED_BODY_BYTES,
    hosts: () => opened.workspace.settings().gateway?.hosts ?? [],
    origins: () => opened.workspace.settings().gateway?.origins ?? [],
    callbackHosts: () => opened.workspace.settings().gateway?.callbacks ?? [],
    environment: () => environment,
    async setMaster(mode) {
      switchboard.setMaster(mode)
      onApplied()
      await writeMaster(opened.folder, mode)
    },
    async publish(where) {
      address = where
      await opened.announce(where)
    },
    async close() {
      services.close()
      await opened.close()
      await (await sample)?.close()
    },
  }
  await serve()
  return serving

  function take(choice: WorkspaceChoice): Promise<Opened> {
    return openChoice(choice, options.onHealth)
  }

  async function serve(): Promise<void> {
    key = await options.maskKey(opened.folder)
    const current = opened
    current.workspace.onChange(() => current === opened && apply())
    switchboard.setMaster(await readMaster(current.folder))
    await addDocumentsOf(current)
    apply()
  }

  /** What no file of the workspace defines: a document named with it, or every one found in a folder without a service. */
  async function addDocumentsOf({ choice, folder, workspace, adHoc }: Opened): Promise<void> {
    if (choice.kind === 'memory' && choice.document) return add(adHoc, specSource(choice.document.spec, process.cwd()), choice.document)
    if (choice.kind !== 'folder' || folder === null) return
    const defined = Object.values(workspace.settings().services ?? {}).map((each) => each.spec && resolve(folder, each.spec))
    const found = choice.spec ? [resolve(folder, choice.spec)] : defined.some(Boolean) ? [] : await findDocuments(folder)
    for (const path of found) if (!defined.includes(path)) await add(adHoc, { kind: 'file', path }, {})
  }

  /** Reads it first, for its title is its name. */
  async function add(adHoc: Opened['adHoc'], source: AdHocService['source'], settings: ServiceSettings): Promise<void> {
    const imported = await services.read(source).catch(() => null)
    const name = slug(imported?.document.title || sourceName(source))
    adHoc.set(
      freeName(name, (taken) => adHoc.has(taken)),
      { source, settings },
    )
  }

  function apply(): void {
    const settings = opened.workspace.settings()
    const plans = planServices(settings, opened.folder ?? process.cwd(), opened.adHoc, sampleUrl)
    environment = activeEnvironment(settings)
    switchboard.setWorkspaceMode(settings.mode ?? null)
    services.apply(plans)
    renewMask()
    opened.log.keep(retentionOf(settings))
    if (plans.some((plan) => plan.sample && plan.upstream === null)) startSample()
    onApplied()
  }

  function startSample(): void {
    sample ??= options.startSample().then((started) => {
      sampleUrl = started.url
      apply()
      return started
    })
  }

  function renewMask(): void {
    const secrets = services.entries().flatMap((entry) => entry.runtime?.document.secretNames ?? [])
    mask = createMask({ names: [...(capture()?.mask ?? DEFAULT_MASK), ...secrets], key })
  }

  function capture() {
    return opened.workspace.settings().capture
  }
}

/** What a path means as a workspace: a folder itself, a workspace file its folder, a document its folder with that document. */
export async function choiceOf(path: string): Promise<WorkspaceChoice> {
  if (path === SAMPLE_SPEC) return { kind: 'memory', settings: { version: 1 }, document: { spec: SAMPLE_SPEC } }
  const found = await stat(path).catch(() => null)
  if (!found) throw new Refusal('document-unreadable', `${path} does not exist. Give a folder, or an OpenAPI document in JSON or YAML.`)
  if (found.isDirectory()) return { kind: 'folder', folder: path }
  if ([WORKSPACE_FILE, OVERLAY_FILE].includes(basename(path))) return { kind: 'folder', folder: dirname(path) }
  return { kind: 'folder', folder: dirname(path), spec: path }
}
