/** The radio as a page's board has it, its log as it is searched, and what a person does with both in this window. */

import { t, tOr } from "../i18n/i18n.svelte.ts"
import { durationText } from "../kit/deadline.ts"
import { timeText } from "../kit/time.ts"
import type { LinkRow, NetRow, RadioEntryRow, RadioPlan, TerminalRow } from "../protocol/generated.ts"
import { api } from "../state/api.ts"
import { sendCommand } from "../state/command-outbox.svelte.ts"
import type { Answer, Problem } from "../state/outbox.ts"
import { session } from "../state/session.svelte.ts"
import {
  entryDuration_s,
  isRadioLost,
  lostLinks,
  sortEntries,
  type TalkGroups,
  talkGroupsOf,
} from "./radio-state.ts"

/** What a page opens: only the tables that its board has. */
interface Rows {
  rows<T>(table: string): readonly T[]
}

export class Radio {
  open = $state(false)
  plan = $state.raw<RadioPlan | null>(null)
  text = $state("")
  lines = $state.raw<readonly RadioEntryRow[]>([])
  /** Whether the log has been read, and why it has not. */
  read = $state(false)
  problem = $state.raw<Problem | null>(null)
  #board: Rows
  #asked = 0

  constructor(board: Rows) {
    this.#board = board
  }

  readonly nets = $derived.by(() => new Map(this.#board.rows<NetRow>("nets").map((net) => [net.case, net])))
  readonly lost = $derived.by(() =>
    lostLinks(this.#board.rows<LinkRow>("links"), session.current?.mode ?? "real"),
  )
  readonly terminals = $derived.by(() => this.#board.rows<TerminalRow>("terminals"))
  /** Lines that wait for somebody to see them. */
  readonly waiting = $derived.by(() => sortEntries(this.#board.rows<RadioEntryRow>("radio")))
  /** What the bar says while a gateway is lost. */
  readonly modes = $derived(this.lost.length > 0 ? [t("radio.degraded")] : [])

  groups(of: string | undefined, task: string | undefined): TalkGroups {
    return talkGroupsOf(of === undefined ? undefined : this.nets.get(of), task)
  }
  deaf(unit: { readonly id: string; readonly radios: readonly string[] }): boolean {
    return isRadioLost(unit, this.terminals)
  }

  async load(): Promise<void> {
    const reply = await api<RadioPlan>("GET", "/api/radio/plan")
    if (reply.ok) this.plan = reply.value
  }
  show(): void {
    this.open = true
    this.text = ""
    void this.look()
  }
  /** Reads the log for what is typed; an older answer never covers a newer one. */
  async look(): Promise<void> {
    const asked = ++this.#asked
    const query = new URLSearchParams(this.text.trim() ? { text: this.text.trim() } : {})
    const reply = await api<readonly RadioEntryRow[]>("GET", `/api/radio/log?${query}`)
    if (asked !== this.#asked) return
    this.problem = reply.ok ? null : reply.problem
    if (reply.ok) this.lines = reply.value
    this.read = this.read || reply.ok
  }
  async see(entry: RadioEntryRow): Promise<Answer> {
    const answer = await sendCommand({ kind: "radio.see_entry", entry: entry.id })
    this.problem = answer.ok ? null : answer.problem
    if (answer.ok && this.open) void this.look()
    return answer
  }
}

/** «A-01 → SAN-1 · 0:07». */
export function entryText(entry: RadioEntryRow): string {
  const whom = entry.to ? `${entry.who} → ${entry.to}` : entry.who
  const s = entryDuration_s(entry)
  switch (entry.kind) {
    case "call":
      return [whom, s === null ? t("radio.speaks") : durationText(s)].join(" · ")
    case "status":
      return [
        entry.who,
        entry.means ? t(`radio.means.${entry.means}`) : t("radio.code", { code: entry.code ?? "" }),
      ].join(" · ")
    case "alarm":
      return [entry.who, t("radio.means.emergency"), entry.group].filter(Boolean).join(" · ")
    default:
      return [whom, entry.words && `«${entry.words}»`].filter(Boolean).join(" · ")
  }
}

/** What became of it, where that is not what one expects; empty where it is. */
export function outcomeText(entry: RadioEntryRow): string {
  if (entry.sent === "failed")
    return t("radio.not_sent", {
      why: tOr(`radio.failed.${entry.why}`, "common.plain", { text: entry.why ?? "" }),
    })
  if (entry.sent === "waiting") return t("radio.outcome.waiting")
  if (entry.kind === "alarm" && entry.unit === null) return t("radio.verdict.unknown_radio")
  if (entry.verdict === null || entry.verdict === "applied") return ""
  return t(`radio.verdict.${entry.verdict}`)
}

/** Whether a person must say that they have seen it. */
export function needsAcknowledgement(entry: RadioEntryRow): boolean {
  if (entry.seen_at !== null || entry.sent === "waiting") return false
  if (entry.sent === "failed") return true
  if (entry.kind === "alarm") return entry.unit === null
  return !["applied", "repeated", "late_in_order", null].includes(entry.verdict)
}

/** «Pasarela tetra-1 sin enlace desde 03:12 (no responde)». */
export function linkText(link: LinkRow): string {
  return t("radio.lost", {
    name: link.id,
    time: timeText(link.since),
    why: tOr(`radio.lost_why.${link.why}`, "common.plain", { text: link.why ?? "" }),
  })
}
