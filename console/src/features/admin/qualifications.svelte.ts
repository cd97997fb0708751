/** Who holds which qualifications: read, recorded, renewed, withdrawn. */

import { i18n } from "../../i18n/i18n.svelte.ts"
import { plainText } from "../../kit/plain-text.ts"
import type { QualificationTable, QualifiedPerson, WithdrawQualification } from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"
import { sendCommand } from "../../state/command-outbox.svelte.ts"
import type { Problem } from "../../state/outbox.ts"
import {
  draftFault,
  type QualificationDraft,
  type QualificationLine,
  qualificationLines,
  recordCommand,
} from "./qualifications.ts"

const FOUND_MAX = 12

export class Qualifications {
  table = $state.raw<QualificationTable | null>(null)
  problem = $state.raw<Problem | null>(null)
  /** What was done last, in words. */
  done = $state("")
  busy = $state(false)
  draft = $state<QualificationDraft>({ person: "", code: "", since: "", until: "" })
  /** What stands in the field of the person. */
  typed = $state("")
  find = $state("")
  /** The line that the next press withdraws. */
  confirming = $state<string | null>(null)

  readonly lines = $derived(this.table === null ? [] : qualificationLines(this.table))
  readonly shown = $derived.by(() => {
    const wanted = plainText(this.find.trim())
    return wanted === ""
      ? this.lines
      : this.lines.filter((each) => plainText(`${each.name} ${this.nameOf(each.code)}`).includes(wanted))
  })
  readonly fault = $derived(draftFault(this.draft))

  nameOf(code: string): string {
    const words = this.table?.kinds.find((each) => each.code === code)?.words
    return words?.[i18n.language] ?? words?.es ?? code
  }
  async load(): Promise<void> {
    const found = await api<QualificationTable>("GET", "/api/admin/qualifications")
    if (!found.ok) {
      this.problem = found.problem
      return
    }
    this.table = found.value
    if (this.draft.since === "") this.draft.since = found.value.today
  }
  people(text: string): readonly (QualifiedPerson & { readonly id: string })[] {
    const wanted = plainText(text.trim())
    return (this.table?.people ?? [])
      .filter((each) => plainText(each.name).includes(wanted))
      .slice(0, FOUND_MAX)
      .map((each) => ({ ...each, id: each.person }))
  }
  choose(person: Pick<QualifiedPerson, "person" | "name">): void {
    this.draft.person = person.person
    this.typed = person.name
  }
  /** The fields hold what is there: another last day renews it. */
  renew(line: QualificationLine): void {
    this.draft = { person: line.person, code: line.code, since: line.since, until: line.until ?? "" }
    this.typed = line.name
    this.confirming = null
  }
  async record(): Promise<void> {
    if (this.fault !== null || this.busy) return
    const command = recordCommand(this.draft)
    const name = this.table?.people.find((each) => each.person === command.person)?.name ?? ""
    if (!(await this.#send(command))) return
    this.done = i18n.say("qualifications.recorded", { name, kind: this.nameOf(command.code) })
    this.draft.until = ""
  }
  /** Asks the first time, acts the second. */
  async withdraw(line: QualificationLine): Promise<void> {
    if (this.busy) return
    if (this.confirming !== line.id) {
      this.confirming = line.id
      return
    }
    this.confirming = null
    const { person, code } = line
    if (!(await this.#send({ kind: "rosters.withdraw_qualification", person, code }))) return
    this.done = i18n.say("qualifications.withdrawn", { name: line.name, kind: this.nameOf(code) })
  }
  async #send(command: ReturnType<typeof recordCommand> | WithdrawQualification): Promise<boolean> {
    this.busy = true
    this.done = ""
    const answer = await sendCommand(command, { lane: `qualifications:${command.person}` })
    this.problem = answer.ok ? null : answer.problem
    if (answer.ok) await this.load()
    this.busy = false
    return answer.ok
  }
}
