/** The change of shift at one desk: what passes, to whom, and who signed for it (decision 0346). */

import { t, tOr } from "../i18n/i18n.svelte.ts"
import type { AnyCommand, DeskRow, HandoverRow, OpenItem } from "../protocol/generated.ts"
import { newId, sendCommand } from "../state/command-outbox.svelte.ts"
import type { Answer } from "../state/outbox.ts"
import { session } from "../state/session.svelte.ts"
import type { Awaited } from "./what-waits.ts"

/** Characters of one line of an item: as much as the server keeps. */
const LINE_MAX = 200
/** Items of one handover: as many as the server takes. */
const ITEMS_MAX = 200

export interface HandoverSource {
  readonly rows: () => readonly HandoverRow[]
  /** What stands open here, the gravest first. */
  readonly items: () => readonly OpenItem[]
  readonly desks: () => readonly DeskRow[]
  readonly deskName: (desk: string) => string
  /** What takes a case of another desk over, once it was signed for. */
  readonly take: (subject: string) => Promise<Answer> | undefined
}

export class ShiftHandovers {
  readonly #of: HandoverSource
  open = $state(false)
  constructor(of: HandoverSource) {
    this.#of = of
  }
  readonly #me = $derived(session.current?.person.id ?? "")
  readonly desk = $derived(session.current?.desk ?? "")
  /** What passes if it is given now. */
  readonly items = $derived.by(() => this.#of.items().slice(0, ITEMS_MAX))
  /** Given by the person here, and not theirs to forget yet: unsigned, or refused in part. */
  readonly given = $derived.by(() => {
    const own = this.#of.rows().filter((each) => each.by === this.#me)
    return own.find((each) => each.state === "returned") ?? own.find((each) => each.state === "offered")
  })
  /** Waits for the signature of the person here. */
  readonly offered = $derived.by(() =>
    this.#of
      .rows()
      .find(
        (each) =>
          each.state === "offered" &&
          each.by !== this.#me &&
          (each.to === null ? each.desk === this.desk : each.to === this.#me),
      ),
  )
  /** Something is to be signed here, or came back. */
  readonly waits = $derived(this.offered !== undefined || this.given?.state === "returned")
  /** Whom it can be given to by name: who works at another desk now. */
  readonly people = $derived.by(() =>
    this.#of
      .desks()
      .flatMap((each) =>
        each.person !== null && each.person !== this.#me
          ? [{ value: each.person, label: `${each.person_name ?? ""} · ${this.#of.deskName(each.id)}` }]
          : [],
      ),
  )
  deskName(desk: string): string {
    return this.#of.deskName(desk)
  }
  give(words: string, to: string): Promise<Answer> {
    return this.#send({
      kind: "followup.hand_over",
      handover: newId(),
      items: this.items.map((each) => ({ ...each })),
      ...(words ? { words } : {}),
      ...(to ? { to } : {}),
    })
  }
  /** Signs for all of it but `refused`, which goes back. */
  async sign(row: HandoverRow, refused: readonly string[]): Promise<Answer> {
    const answer = await this.#send({
      kind: "followup.accept_handover",
      handover: row.id,
      refused: [...refused],
    })
    if (!answer.ok || row.desk === this.desk) return answer
    // Given by name to another desk: what was signed for is this desk's from now on.
    const taken = row.items.filter((each) => !refused.includes(each.subject))
    const moved = await Promise.all(taken.map((each) => this.#of.take(each.subject)))
    return moved.find((each) => each !== undefined && !each.ok) ?? answer
  }
  /** It stays with the person here. */
  keep(row: HandoverRow): Promise<Answer> {
    return this.#send({ kind: "followup.withdraw_handover", handover: row.id })
  }
  #send(command: AnyCommand): Promise<Answer> {
    return sendCommand(command)
  }
}

/** A line of an item, no longer than the server keeps. */
export function handoverLine(parts: readonly (string | null | undefined)[]): string {
  const line = parts.filter(Boolean).join(" · ")
  return line.length > LINE_MAX ? `${line.slice(0, LINE_MAX - 1)}…` : line
}

export function waitsText(waits: readonly Awaited[]): string {
  if (waits.length === 0) return t("handover.waits.nothing")
  return handoverLine(
    waits.map((each) => {
      if (each.what === "late")
        return tOr(`watch.${each.of}`, "common.plain", { text: each.of }).toLowerCase()
      const service = tOr(`dispatch.service.${each.of}`, "common.plain", { text: each.of })
      return t(`handover.waits.${each.what}`, { service })
    }),
  )
}
