/** The map of the installation: extracts that are there, the upload of one, and the build that goes on. */

import type {
  ExtractUpload,
  NewExtractUpload,
  RegionBuild,
  RegionSetupView,
} from "../../protocol/generated.ts"
import { api, type Reply, sendFile } from "../../state/api.ts"
import type { Problem } from "../../state/outbox.ts"
import { isBuilding, isPending, sendPieces } from "./region-upload.ts"

const LOOK_AGAIN_MS = 2_000
const REST_MS = 3_000
/** As the server says, where it does not. */
const PIECE_BYTES = 4 * 1024 * 1024
const ROUTE = "/api/setup/region"

export class RegionSetup {
  view = $state.raw<RegionSetupView | null>(null)
  /** The upload of this window. */
  sending = $state.raw<ExtractUpload | null>(null)
  problem = $state.raw<Problem | null>(null)
  /** An answer is awaited. */
  busy = $state(false)
  #stopped = false
  readonly #onrenewed: () => void

  readonly pending = $derived(this.view !== null && isPending(this.view))
  readonly building = $derived(this.view !== null && isBuilding(this.view))

  /** Made while a page is. `onrenewed`: another region answers. */
  constructor(onrenewed: () => void) {
    this.#onrenewed = onrenewed
    void this.load()
    $effect(() => {
      if (!this.pending && !this.building) return
      const again = setInterval(() => void this.#look(), LOOK_AGAIN_MS)
      return () => clearInterval(again)
    })
    $effect(() => () => this.stop())
  }

  async load(): Promise<void> {
    const found = await this.#look()
    if (!found.ok) this.problem = found.problem
  }
  /** While the processes start nothing answers; it is asked again. */
  async #look(): Promise<Reply<RegionSetupView>> {
    const found = await api<RegionSetupView>("GET", ROUTE)
    if (!found.ok) return found
    const before = this.view
    this.view = found.value
    if (before !== null && before.in_force?.version !== found.value.in_force?.version) this.#onrenewed()
    return found
  }
  async send(file: File): Promise<void> {
    if (this.sending !== null || this.view === null) return
    this.#stopped = false
    this.problem = null
    const body: NewExtractUpload = {
      name: file.name,
      size_bytes: file.size,
      modified_ms: Math.max(0, Math.round(file.lastModified)),
    }
    const begun = await api<ExtractUpload>("POST", `${ROUTE}/uploads`, { body })
    if (!begun.ok) {
      this.problem = begun.problem
      return
    }
    this.sending = begun.value
    this.problem = await sendPieces(begun.value, file, this.view.piece_bytes ?? PIECE_BYTES, {
      put: (upload, piece) =>
        sendFile(`${ROUTE}/uploads/${upload.id}?offset=${upload.received_bytes ?? 0}`, piece, "PUT"),
      view: () => this.#look(),
      rest: () => new Promise((done) => setTimeout(done, REST_MS)),
      onprogress: (upload) => {
        this.sending = upload
      },
      stopped: () => this.#stopped,
    })
    await this.#look()
    this.sending = null
  }
  /** What has come stays, and the same file goes on there. */
  stop(): void {
    this.#stopped = true
  }
  async discard(): Promise<void> {
    const id = this.view?.upload?.id
    if (id !== undefined) await this.#act("DELETE", `${ROUTE}/uploads/${id}`)
  }
  async remove(name: string): Promise<void> {
    await this.#act("DELETE", `${ROUTE}/files?${new URLSearchParams({ name })}`)
  }
  async build(file: string): Promise<void> {
    await this.#act<RegionBuild>("POST", `${ROUTE}/build`, { file })
  }
  async cancel(): Promise<void> {
    await this.#act("POST", `${ROUTE}/build/cancel`)
  }
  /** Without waiting for the end of calls. */
  async now(): Promise<void> {
    await this.#act<RegionBuild>("POST", `${ROUTE}/build/now`)
  }
  async #act<T>(method: "POST" | "DELETE", path: string, body?: object): Promise<void> {
    if (this.busy) return
    this.busy = true
    const reply = await api<T>(method, path, body === undefined ? {} : { body })
    this.problem = reply.ok ? null : reply.problem
    await this.#look()
    this.busy = false
  }
}
