/**
 * The commands of the window: what the shell and the page provide, who may, and what is on its way.
 * Whether a command was pressed, clicked or typed, it runs here, and its progress and its refusal are
 * shown by every view of it.
 */

import { untrack } from "svelte"
import type { MessageFacts, MessageKey } from "../i18n/i18n.svelte.ts"
import { isTyping, regionOf } from "../kit/focus.ts"
import type { Answer, Problem } from "../state/outbox.ts"
import { trackProgress } from "../state/send-progress.ts"
import { type CommandRun, RESTING, refusedRuns } from "./command-run.ts"
import { DOUBLE_PRESS_MS, DoublePress, READ_PRESS_MS } from "./double-press.ts"
import type { KeyStroke } from "./keys.ts"
import { type ConsoleCommand, commandForKey, permittedCommands } from "./registry.ts"

const MODIFIERS = new Set(["Shift", "Control", "Alt", "AltGraph", "Meta"])

/** As Esc would, the uppermost first. Whether none is left. */
function leavesLayers(): boolean {
  for (const layer of [...document.querySelectorAll("dialog[open]")].reverse())
    layer.dispatchEvent(
      new KeyboardEvent("keydown", { key: "Escape", code: "Escape", bubbles: true, cancelable: true }),
    )
  return document.querySelector("dialog[open]") === null
}

class Commands {
  #providers = $state.raw<readonly (() => readonly ConsoleCommand[])[]>([])
  permissions = $state.raw<ReadonlySet<string>>(new Set())
  #runs = $state<Record<string, CommandRun>>({})
  /** The last press of each command that has no answer yet, and what it was about. */
  readonly #latest = new Map<string, { readonly about: unknown }>()
  readonly #twice = new DoublePress((id) => {
    this.#runs[id] = RESTING
  })
  readonly all = $derived(
    permittedCommands(
      this.#providers.flatMap((provider) => provider()),
      this.permissions,
    ),
  )

  /** Adds what a page can do, while it is there. Call it while a component is being made. */
  provide(provider: () => readonly ConsoleCommand[]): void {
    $effect(() => {
      this.#providers = [...untrack(() => this.#providers), provider]
      return () => {
        this.#providers = untrack(() => this.#providers).filter((other) => other !== provider)
      }
    })
  }

  find(id: string): ConsoleCommand | undefined {
    return this.all.find((command) => command.id === id)
  }
  runOf(id: string): CommandRun {
    return this.#runs[id] ?? RESTING
  }

  /** What was refused is of the caller who was in hand, and not shown to who has the next one. */
  forgetRefusals(): void {
    untrack(() => {
      for (const id of refusedRuns(this.#runs)) this.#runs[id] = RESTING
    })
  }

  /** As its button would: Enter in a form does what the button below it says. */
  runById(id: string): void {
    const command = this.find(id)
    if (command !== undefined) void this.run(command)
  }

  /** In the window of a region: whether the desk does it instead (decision 0341). */
  handOver: (command: ConsoleCommand) => boolean = () => false

  async run(command: ConsoleCommand): Promise<void> {
    const { id } = command
    if (this.handOver(command)) return
    if (command.when !== undefined && command.when() !== true) return
    const press = { about: command.about?.() }
    if (this.#latest.get(id)?.about === press.about && this.#latest.has(id)) return // on its way: the answer will come
    const within_ms = command.again === undefined ? DOUBLE_PRESS_MS : READ_PRESS_MS
    if (command.twice && !this.#twice.second(id, press.about, within_ms)) {
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
      const answer = await trackProgress(result as Promise<Answer | undefined>, (progress) => {
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

  /** What a key means where the hands are now. */
  forKey(stroke: KeyStroke): ConsoleCommand | undefined {
    return commandForKey(this.all, stroke, {
      typing: isTyping(document.activeElement),
      region: regionOf(document.activeElement),
      part: document.activeElement?.closest<HTMLElement>("[data-keys]")?.dataset.keys,
      layer: document.querySelector("dialog[open]") !== null,
    })
  }

  /** The last key that was pressed and cannot act now, or asks to be pressed again, and why; until the next one. */
  idle = $state.raw<{
    readonly command: ConsoleCommand
    readonly why: MessageKey
    readonly facts?: MessageFacts
  } | null>(null)

  /** For the window's keydown. */
  press(event: KeyboardEvent): void {
    if (event.repeat) return
    if (this.idle !== null && !MODIFIERS.has(event.key)) this.idle = null
    if (event.defaultPrevented) return
    const command = this.forKey(event)
    if (command === undefined) return
    event.preventDefault()
    const why = command.when?.() ?? true
    if (why !== true) this.idle = { command, why }
    else if (leavesLayers()) {
      void this.run(command)
      const { again: why, facts } = command
      if (why !== undefined && this.runOf(command.id).armed) this.idle = { command, why, facts: facts?.() }
    }
  }
}

export const commands = new Commands()
