/** The readiness of this installation as the server sees it, asked again each minute, and the acceptance of its red lines. */

import { lenientFacts, t, tOr } from "../i18n/i18n.svelte.ts"
import { dateTimeText } from "../kit/time.ts"
import type {
  ReadinessFinding,
  ReadinessReport,
  ReadinessView,
  RiskAcceptance,
} from "../protocol/generated.ts"
import { api } from "../state/api.ts"
import { sendCommand } from "../state/command-outbox.svelte.ts"
import type { Answer, Problem } from "../state/outbox.ts"
import { redLines, uncoveredLines } from "./red-lines.ts"

const LOOK_AGAIN_MS = 60_000

export class Readiness {
  report = $state.raw<ReadinessReport | null>(null)
  problem = $state.raw<Problem | null>(null)
  looking = $state(false)
  acceptance = $state.raw<RiskAcceptance | null>(null)

  /** Made while a page is: it asks as long as that page lives. */
  constructor() {
    $effect(() => {
      void this.look()
      const again = setInterval(() => void this.look(), LOOK_AGAIN_MS)
      return () => clearInterval(again)
    })
  }

  readonly red = $derived.by(() => redLines(this.report))
  readonly uncovered = $derived.by(() => uncoveredLines(this.red, this.acceptance))

  async look(fresh = false): Promise<void> {
    this.looking = fresh
    const found = await api<ReadinessView>("GET", `/api/readiness${fresh ? "?fresh=true" : ""}`, {
      timeout_ms: 30_000,
    })
    this.looking = false
    this.problem = found.ok ? null : found.problem
    if (!found.ok) return
    this.report = found.value.report
    this.acceptance = found.value.acceptance
  }
  async accept(reason: string): Promise<Answer> {
    const [first, ...others] = this.red.map((each) => each.part)
    // Looked at again meanwhile, nothing is red any more: there is nothing to accept.
    if (first === undefined) return { ok: false, problem: { code: "risk_none", status: 409, facts: {} } }
    const answer = await sendCommand(
      { kind: "readiness.accept_risk", lines: [first, ...others], reason },
      { lane: "readiness" },
    )
    if (answer.ok) await this.look()
    return answer
  }
}

export function partText(part: string): string {
  return tOr(`readiness.part.${part}`, "common.plain", { text: part })
}
export function partsText(parts: readonly string[]): string {
  return parts.map(partText).join(", ")
}
/** A page of the console by its name, or the section of administration that its address names. */
export function pageText(page: string): string {
  const { pathname, searchParams } = new URL(page, location.origin)
  const section = searchParams.get("section")
  if (section === "import" || section === "grants" || section === "shifts") return t(`${section}.title`)
  return section
    ? tOr(`admin.${section}`, "common.plain", { text: page })
    : tOr(`shell.page.${pathname.slice(1)}`, "common.plain", { text: page })
}
export function foundText(finding: ReadinessFinding): string {
  return tOr(`doctor.${finding.code}`, "common.plain", lenientFacts({ ...finding.facts, text: finding.code }))
}
/** Who accepted which lines, when and why. */
export function acceptanceFacts(acceptance: RiskAcceptance, language: string) {
  return {
    name: acceptance.by_name,
    time: dateTimeText(acceptance.at, language),
    reason: acceptance.reason,
    parts: partsText(acceptance.lines),
  }
}
