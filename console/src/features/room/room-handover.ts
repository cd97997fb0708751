/** What passes with the room: each row of «Me necesita», with what is written on it to be done. */

import { handoverLine } from "../../handover/shift-handover.svelte.ts"
import { t } from "../../i18n/i18n.svelte.ts"
import type { OpenItem } from "../../protocol/generated.ts"
import type { AttentionItem } from "./attention.ts"
import { ATTENTION_ACTION_LABELS } from "./commands.ts"
import { attentionDetail, attentionTitle } from "./labels.ts"
import type { RoomModel } from "./room.svelte.ts"

export function roomHandoverItems(room: RoomModel): readonly OpenItem[] {
  return room.needs.flatMap((need) => {
    const subject = subjectOf(need)
    const words = handoverLine([attentionTitle(need, room), attentionDetail(need, room)])
    return subject === null ? [] : [{ subject, words, waits: t(ATTENTION_ACTION_LABELS[need.act]) }]
  })
}

/** What a row is about: never nothing, or nobody would hand it over. */
function subjectOf(need: AttentionItem): string | null {
  if (need.case !== null) return `case:${need.case}`
  if (need.call !== null) return `call:${need.call}`
  if (need.unit !== null) return `unit:${need.unit}`
  return need.watch === null ? null : `watch:${need.watch}`
}
