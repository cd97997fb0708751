/**
 * What incident types, capabilities, interviews and cards are called, from the content in force. Brought once for each window;
 * until it has come, and when it cannot come, a code is shown: it is what people know them by anyway.
 */

import { type Card, type LocalizedText, type Protocol, wording } from "../../engine/content.ts"
import { stepQuoted } from "../../engine/quoted-step.ts"
import { ruleLabel } from "../../engine/rule-label.ts"
import { t } from "../../i18n/i18n.svelte.ts"
import type { NameLookup, StoryFact } from "../../kit/story.ts"
import { api } from "../../state/api.ts"

interface Sent {
  readonly protocols: Readonly<Record<string, Protocol>>
  readonly cards: Readonly<Record<string, Card>>
  readonly types: Readonly<Record<string, { readonly name: LocalizedText }>>
  readonly catalog: { readonly capabilities: Readonly<Record<string, { readonly name: LocalizedText }>> }
}

class Names {
  #alarms = $state.raw<Readonly<Record<string, readonly number[]>>>({})
  #sent = $state.raw<Sent | null>(null)
  #asked = false
  /** Cards that are not in force, by digest. */
  #versions = $state.raw<Readonly<Record<string, Card>>>({})
  readonly #askedVersions = new Set<string>()

  async load(): Promise<void> {
    if (this.#asked) return
    this.#asked = true
    const reply = await api<Sent>("GET", "/api/content", { timeout_ms: 30_000, kept: true })
    if (reply.ok) this.#sent = reply.value
    else this.#asked = false
    const levels = await api<Readonly<Record<string, readonly number[]>>>("GET", "/api/dispatch/alarms")
    if (levels.ok) this.#alarms = levels.value
  }
  /** To which levels the alarm of this type can be raised. */
  alarms(type: string | null | undefined): readonly number[] {
    return (type ? this.#alarms[type] : undefined) ?? []
  }
  type(code: string, language: string): string {
    const name = this.#sent?.types[code]?.name
    return name ? wording(name, language).words : code
  }
  capability(code: string, language: string): string {
    const name = this.#sent?.catalog.capabilities[code]?.name
    return name ? wording(name, language).words : code
  }
  /** A card in the version that is dictated; brought when another is in force. */
  card(id: string, digest: string): Card | undefined {
    const card = this.#sent?.cards[id]
    return card === undefined || card.digest === digest ? card : this.#version(digest)
  }
  protocol(id: string): Protocol | undefined {
    return this.#sent?.protocols[id]
  }
  #version(digest: string): Card | undefined {
    if (!this.#askedVersions.has(digest)) {
      this.#askedVersions.add(digest)
      void api<Card>("GET", `/api/content/versions/${digest}`).then((reply) => {
        if (reply.ok) this.#versions = { ...this.#versions, [digest]: reply.value }
        else this.#askedVersions.delete(digest)
      })
    }
    return this.#versions[digest]
  }
  /** Types, interviews, cards, rules, questions, answers and steps by their names, in the story that these facts tell. */
  inStory(facts: readonly StoryFact[], language: string): NameLookup {
    const say = (text: LocalizedText | undefined) => text && wording(text, language).words
    const body = (fact: StoryFact) => (fact.body ?? {}) as Readonly<Record<string, string | undefined>>
    // Of a fact of an interview or a card the run is told, and by its first fact what it ran.
    const ran = (fact: StoryFact, field: "protocol" | "card") => {
      const { run } = body(fact)
      return (
        body(fact)[field] ?? facts.map(body).find((each) => each.run === run && each[field])?.[field] ?? ""
      )
    }
    const question = (fact: StoryFact) =>
      this.#sent?.protocols[ran(fact, "protocol")]?.questions.find((each) => each.id === body(fact).question)
    return (field, value, fact) => {
      if (field === "type") return this.type(value, language)
      if (field === "protocol") return say(this.#sent?.protocols[value]?.title)
      if (field === "card") return say(this.#sent?.cards[value]?.title)
      if (field === "question") return say(question(fact)?.ask)
      if (field === "answer") return say(question(fact)?.answers?.find((each) => each.code === value)?.label)
      if (field === "rule") {
        const label = ruleLabel(value, (protocol) => this.#sent?.protocols[protocol])
        return label === "floor" ? t("report.rule_floor") : say(label)
      }
      const steps = field === "step" ? this.#sent?.cards[ran(fact, "card")]?.steps : undefined
      const step = steps?.find((each) => each.id === value)
      return say(step && stepQuoted(step, fact))
    }
  }
  /** Those that the interviews ask for most come first. */
  get capabilities(): readonly string[] {
    const asked = new Map<string, number>()
    for (const { rules } of Object.values(this.#sent?.protocols ?? {}))
      for (const code of rules.flatMap((rule) => rule.send ?? [])) asked.set(code, (asked.get(code) ?? 0) + 1)
    const count = (code: string) => asked.get(code) ?? 0
    return Object.keys(this.#sent?.catalog.capabilities ?? {}).sort((a, b) => count(b) - count(a))
  }
}

export const contentNames = new Names()
