/** The area of the plan in the form: each change is written into the author's draft by the server, with what is wrong beside its field. */

import type { AreaAnswer, AreaForm } from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"
import type { Problem } from "../../state/outbox.ts"
import type { Town } from "./area-form.ts"
import { FormWriter } from "./form-writer.ts"
import type { ReleaseDraft } from "./releases.svelte.ts"

const ANSWER_MS = 20_000

export class AreaEditor {
  area = $state.raw<AreaForm | null>(null)
  answer = $state.raw<AreaAnswer | null>(null)
  problem = $state.raw<Problem | null>(null)
  /** The zone whose towns are chosen on the map. */
  zone = $state<number | null>(null)
  /** Those of the region, by name; none without one. */
  towns = $state.raw<readonly Town[]>([])
  readonly draft: ReleaseDraft
  #asked = 0
  readonly #writer = new FormWriter(
    () => this.area,
    () => this.#unwritten,
    (area) => this.#ask(area),
  )
  /** What is typed and not yet in the draft. */
  #unwritten = $state(false)

  constructor(draft: ReleaseDraft) {
    this.draft = draft
    void this.#ask(null)
    void api<readonly Town[]>("GET", "/api/geo/municipalities", { timeout_ms: ANSWER_MS }).then((reply) => {
      if (reply.ok) this.towns = reply.value
    })
  }

  /** A person changed something: it is seen at once, and written when the hand rests. */
  change(area: AreaForm): void {
    this.area = area
    this.#unwritten = true
    this.#writer.later()
  }
  get unwritten(): boolean {
    return this.#unwritten
  }
  /** A plan of what is registered, for who has none. */
  make(): void {
    if (this.answer) this.change(this.answer.made)
  }

  /** All that was typed is in the draft when it ends. */
  flush(): Promise<void> {
    return this.#writer.flush()
  }

  /** Late answers to older forms are dropped. */
  async #ask(area: AreaForm | null): Promise<boolean> {
    const nth = ++this.#asked
    const plans = Object.entries(this.draft.files).filter(
      ([path]) => path.startsWith("plans/") || path.startsWith("data/"),
    )
    const reply = await api<AreaAnswer>("POST", "/api/plan/area", {
      body: { draft: { content: this.draft.began, files: Object.fromEntries(plans) }, area },
      timeout_ms: ANSWER_MS,
    })
    if (nth !== this.#asked) return true
    this.problem = reply.ok ? null : reply.problem
    if (!reply.ok) return false
    this.answer = reply.value
    if (area === null) this.area = reply.value.area
    else if (this.area === area) this.#unwritten = false
    if (area !== null) await this.draft.put(reply.value.path, reply.value.text)
    return true
  }
}
