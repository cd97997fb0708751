/** State of the page of opening rules: the form, the rules, and who rings often. */

import { i18n } from "../i18n/i18n.svelte.ts"
import type {
  AnyCommand,
  FrequentCaller,
  FrequentCallers,
  ListedOpeningRule,
  OpeningRuleList,
} from "../protocol/generated.ts"
import { api } from "../state/api.ts"
import { newId, sendCommand } from "../state/command-outbox.svelte.ts"
import { now } from "../state/now.svelte.ts"
import type { Problem } from "../state/outbox.ts"
import { draftAbout, draftErrors, emptyDraft, type RuleDraft, setCommand } from "./rule-draft.ts"

/** Whom a rule or a count is about, in words. */
export function aboutText(of: Pick<ListedOpeningRule, "scope" | "subject">): string {
  if (of.scope === "without_sim") return i18n.say("openings.scope.without_sim")
  return of.scope === "number" ? of.subject : i18n.say("openings.imei", { imei: of.subject })
}
export const callerText = ({ phone, imei }: FrequentCaller) =>
  phone ?? i18n.say("openings.imei", { imei: imei ?? "" })

export class RuleRegister {
  list = $state.raw<OpeningRuleList | null>(null)
  frequent = $state.raw<FrequentCallers | null>(null)
  draft = $state<RuleDraft>(emptyDraft())
  problem = $state.raw<Problem | null>(null)
  /** What was done last, in words. */
  done = $state("")
  busy = $state(false)
  #tried = $state(false)
  /** The rule that the next press ends. */
  confirming = $state<string | null>(null)
  /** The id of the rule that is being written: sent twice, it is set once. */
  #fresh = newId()

  readonly rules = $derived(this.list?.rules ?? [])
  readonly errors = $derived(this.#tried ? draftErrors(this.draft) : {})

  constructor() {
    void this.load()
  }
  async load(): Promise<void> {
    const [rules, frequent] = await Promise.all([
      api<OpeningRuleList>("GET", "/api/opening-rules"),
      api<FrequentCallers>("GET", "/api/calls/frequent"),
    ])
    if (rules.ok) this.list = rules.value
    else this.problem = rules.problem
    if (frequent.ok) this.frequent = frequent.value
    else this.problem = frequent.problem
  }
  use(caller: FrequentCaller): void {
    this.#take(draftAbout(caller))
  }
  async set(): Promise<boolean> {
    this.#tried = true
    if (this.busy || Object.keys(this.errors).length > 0) return false
    const command = setCommand(this.draft, this.#fresh, now.exact_ms())
    const about = aboutText({ scope: command.scope, subject: command.subject ?? "" })
    if (!(await this.#send(command))) return false
    this.#take(emptyDraft())
    this.done = i18n.say("openings.saved", { about })
    return true
  }
  /** Asks the first time, acts the second. */
  async end(rule: ListedOpeningRule): Promise<void> {
    if (this.confirming !== rule.id) {
      this.confirming = rule.id
      return
    }
    if (!(await this.#send({ kind: "opening_rules.end", rule: rule.id }))) return
    this.done = i18n.say("openings.ended", { about: aboutText(rule) })
  }
  #take(draft: RuleDraft): void {
    this.draft = draft
    this.#tried = false
    this.problem = null
    this.done = ""
    this.confirming = null
    this.#fresh = newId()
  }
  async #send(command: AnyCommand): Promise<boolean> {
    if (this.busy) return false
    this.busy = true
    this.confirming = null
    this.done = ""
    const answer = await sendCommand(command)
    this.problem = answer.ok ? null : answer.problem
    if (answer.ok) await this.load()
    this.busy = false
    return answer.ok
  }
}
