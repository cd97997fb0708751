/** The shift handover of one desk: its items, who receives them, and who has signed (decision 0346). */

import { t, tOr } from "../i18n/i18n.svelte.ts"
import type { AnyCommand, DeskRow, HandoverRow, OpenItem } from "../protocol/generated.ts"
import { newId, sendCommand } from "../state/command-outbox.svelte.ts"
import type { Answer } from "../state/outbox.ts"
import { session } from "../state/session.svelte.ts"
import { isSignedMeanwhile } from "./signed.ts"
import type { Awaited } from "./what-waits.ts"

/** Characters of one line of an item: as much as the server keeps. */
const LINE_MAX = 200
/** Items of one handover: as many as the server takes. */
const ITEMS_MAX = 200

export interface HandoverSource {
  readonly rows: () => readonly HandoverRow[]
  /** Open items of this desk, the gravest first. */
  readonly items: () => readonly OpenItem[]
  readonly desks: () => readonly DeskRow[]
  readonly deskName: (desk: string) => string
  /** Whether the board stands: while it is read anew nothing has left it. */
  readonly ready?: () => boolean
  /** Takes over a case of another desk, once it was signed for. Undefined: there is nothing to take over. */
  readonly take: (subject: string) => Promise<Answer> | undefined
}

export class ShiftHandovers {
  readonly #source: HandoverSource
  open = $state(false)
  /** Given here and signed for whole by somebody else, until the giver has read it. */
  signed = $state.raw<HandoverRow | null>(null)
  #kept: string | null = null
  constructor(source: HandoverSource) {
    this.#source = source
  }
  readonly #me = $derived(session.current?.person.id ?? "")
  readonly desk = $derived(session.current?.desk ?? "")
  /** The items of a handover that is given now. */
  readonly items = $derived.by(() => this.#source.items().slice(0, ITEMS_MAX))
  /** The handover that the person here has given and that is not settled: unsigned, or returned in part. */
  readonly given = $derived.by(() => {
    const own = this.#source.rows().filter((each) => each.by === this.#me)
    return own.find((each) => each.state === "returned") ?? own.find((each) => each.state === "offered")
  })
  /** Waits for the signature of the person here. */
  readonly offered = $derived.by(() =>
    this.#source
      .rows()
      .find(
        (each) =>
          each.state === "offered" &&
          each.by !== this.#me &&
          (each.to === null ? each.desk === this.desk : each.to === this.#me),
      ),
  )
  /** A handover is to be signed here, or has come back. */
  readonly waits = $derived(this.offered !== undefined || this.given?.state === "returned")
  /** The people to whom it can be given by name: those at other desks now. */
  readonly people = $derived.by(() =>
    this.#source
      .desks()
      .flatMap((each) =>
        each.person !== null && each.person !== this.#me
          ? [{ value: each.person, label: `${each.person_name ?? ""} · ${this.#source.deskName(each.id)}` }]
          : [],
      ),
  )
  /** To whom a handover was given, as people call them. */
  receiver(row: HandoverRow): string {
    if (row.to === null) return t("handover.to_next", { desk: this.deskName(row.desk) })
    return this.people.find((each) => each.value === row.to)?.label ?? ""
  }
  /** The page saw the given one change or leave. `before`: as it stood. Whether the board can say what became of it. */
  follow(before: HandoverRow | undefined): boolean {
    if (this.#source.ready?.() === false) return false
    if (before && isSignedMeanwhile(before, this.#source.rows(), this.#kept)) this.signed = before
    return true
  }
  deskName(desk: string): string {
    return this.#source.deskName(desk)
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
  /** Signs for all items except `refused`, which go back. */
  async sign(row: HandoverRow, refused: readonly string[]): Promise<Answer> {
    const answer = await this.#send({
      kind: "followup.accept_handover",
      handover: row.id,
      refused: [...refused],
    })
    if (!answer.ok || row.desk === this.desk) return answer
    // A handover that was given by name: the cases move to this desk.
    const taken = row.items.filter((each) => !refused.includes(each.subject))
    const moved = await Promise.all(taken.map((each) => this.#source.take(each.subject)))
    return moved.find((each) => each !== undefined && !each.ok) ?? answer
  }
  /** Withdraws the handover, or keeps what came back. */
  keep(row: HandoverRow): Promise<Answer> {
    this.#kept = row.id
    return this.#send({ kind: "followup.withdraw_handover", handover: row.id })
  }
  #send(command: AnyCommand): Promise<Answer> {
    return sendCommand(command)
  }
}

/** The line of an item, cut to what the server keeps. */
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
