/** Words between a crew, its centre and the operator of the case. */

import { untrack } from "svelte"
import type { AnyCommand, CaseRow, FollowupParty, MessageRow, UnitRow } from "../../protocol/generated.ts"
import { commandOutbox, newId } from "../../state/command-outbox.svelte.ts"
import type { Board } from "../../state/server-link.svelte.ts"
import type { Session } from "../../state/session.svelte.ts"
import { messageThread } from "./work-cache.ts"

/** Of the crew that writes and reads. */
interface CrewContext {
  readonly board: Board
  readonly unit: Pick<UnitRow, "case" | "centre"> | undefined
  readonly case: Pick<CaseRow, "owner"> | undefined
  send(command: AnyCommand, lane: string): void
}

export class CrewMessages {
  readonly #crew: CrewContext
  readonly #myId: string
  /** Those of this work that were shown: a message that was read leaves the board. */
  #seen = $state.raw<readonly MessageRow[]>([])
  readonly list = $derived.by(() => this.#thread(this.#seen))
  readonly unread = $derived(this.list.filter((each) => this.#isUnread(each)))
  /** The centre that sent us, and the desk that has the case. */
  readonly parties = $derived.by<
    readonly { readonly name: "centre" | "operator"; readonly to: FollowupParty }[]
  >(() => {
    const { unit, case: of } = this.#crew
    return [
      ...(unit ? [{ name: "centre", to: { centre: unit.centre } } as const] : []),
      ...(of?.owner ? [{ name: "operator", to: { desk: of.owner } } as const] : []),
    ]
  })

  constructor(crew: CrewContext, me: Session, kept: readonly MessageRow[]) {
    this.#crew = crew
    this.#myId = me.person.id
    this.#seen = kept
    $effect(() => {
      // Thinned out as it is kept: a message that is not of this work must not make it move for ever.
      const seen = untrack(() => this.#seen)
      const all = this.#thread(seen)
      if (all.length !== seen.length || all.some((each, nth) => each !== seen[nth])) this.#seen = all
    })
  }

  isMine(message: MessageRow): boolean {
    return message.by === this.#myId
  }
  read(): void {
    for (const { id } of this.unread) this.#crew.send({ kind: "followup.read_message", message: id }, id)
  }
  write(words: string, to: FollowupParty): void {
    const of = this.#crew.unit?.case
    if (of == null) return
    this.#crew.send(
      { kind: "followup.send_message", message: newId(), case: of, to: [to], words },
      "messages",
    )
  }

  #thread(seen: readonly MessageRow[]): readonly MessageRow[] {
    const rows = this.#crew.board.rows<MessageRow>("messages")
    return messageThread(seen, rows, this.#crew.unit?.case ?? null, this.#myId)
  }
  #isUnread(message: MessageRow): boolean {
    return (
      !this.isMine(message) &&
      !message.read.some((reading) => reading.person === this.#myId) &&
      !commandOutbox.list.some(
        ({ command }) => (command as unknown as { message?: string }).message === message.id,
      ) &&
      this.#crew.board.row("messages", `message:${message.id}`) !== undefined
    )
  }
}
