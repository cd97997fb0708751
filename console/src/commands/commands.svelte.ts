/**
 * The commands of the window: what the shell and the page provide, who may, and what is on its way.
 * Whether a command was pressed, clicked or typed, it runs here, and its progress and its refusal are
 * shown by every view of it.
 */

import { untrack } from "svelte"
import { isTyping } from "../kit/focus.ts"
import type { Answer, Problem, Progress } from "../state/outbox.ts"
import { progressing } from "../state/progressing.ts"
import { allowed, type Command, meant } from "./registry.ts"
import { Twice } from "./twice.ts"

export interface Run {
  readonly progress: Progress | null
  readonly problem: Problem | null
  /** Pressed once of twice. */
  readonly armed: boolean
}
const RESTING: Run = { progress: null, problem: null, armed: false }

class Commands {
  #providers = $state.raw<readonly (() => readonly Command[])[]>([])
  permissions = $state.raw<ReadonlySet<string>>(new Set())
  #runs = $state<Record<string, Run>>({})
  /** The last press of each command that has no answer yet, and what it was about. */
  readonly #latest = new Map<string, { readonly about: unknown }>()
  readonly #twice = new Twice((id) => {
    this.#runs[id] = RESTING
  })
  readonly all = $derived(
    allowed(
      this.#providers.flatMap((provider) => provider()),
      this.permissions,
    ),
  )

  /** Adds what a page can do, while it is there. Call it while a component is being made. */
  provide(provider: () => readonly Command[]): void {
    $effect(() => {
      this.#providers = [...untrack(() => this.#providers), provider]
      return () => {
        this.#providers = untrack(() => this.#providers).filter((other) => other !== provider)
      }
    })
  }

  find(id: string): Command | undefined {
    return this.all.find((command) => command.id === id)
  }
  runOf(id: string): Run {
    return this.#runs[id] ?? RESTING
  }

  async run(command: Command): Promise<void> {
    const { id } = command
    if (command.when !== undefined && command.when() !== true) return
    const press = { about: command.about?.() }
    if (this.#latest.get(id)?.about === press.about && this.#latest.has(id)) return // on its way: the answer will come
    if (command.twice && !this.#twice.second(id, press.about)) {
      this.#runs[id] = { ...RESTING, armed: true }
      return
    }
    const result = command.run()
    if (!(result instanceof Promise)) {
      this.#runs[id] = { ...RESTING, problem: result && !result.ok ? result.problem : null }
      return
    }
    this.#latest.set(id, press)
    const speaks = () => this.#latest.get(id) === press // else a later press speaks for the command now
    let problem: Problem | null = null
    try {
      const answer = await progressing(result as Promise<Answer | undefined>, (progress) => {
        if (progress !== null && speaks()) this.#runs[id] = { ...RESTING, progress }
      })
      problem = answer && !answer.ok ? answer.problem : null
    } finally {
      if (speaks()) {
        this.#latest.delete(id)
        this.#runs[id] = { ...RESTING, problem }
      }
    }
  }

  /** Forgets a refusal: its cause is gone. */
  mend(id: string): void {
    if (this.runOf(id).problem !== null) this.#runs[id] = RESTING
  }

  /** For the window's keydown. */
  press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.repeat) return
    const region = (document.activeElement?.closest("[data-region]") as HTMLElement | null)?.dataset.region
    const command = meant(this.all, event, {
      typing: isTyping(event.target),
      region: region ? Number(region) : null,
      layer: document.querySelector("dialog[open]") !== null,
    })
    if (command === undefined) return
    event.preventDefault()
    void this.run(command)
  }
}

export const commands = new Commands()
