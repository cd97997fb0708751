/** The questions of the radio: another group, a joint command, what was heard, a text. */

import { t } from "../../i18n/i18n.svelte.ts"
import type { TaskRow, UnitRow } from "../../protocol/generated.ts"
import { assignableGroups, freeCommandGroups } from "../../radio/radio-state.ts"
import { newId } from "../../state/command-outbox.svelte.ts"
import { directory } from "../../state/directory.svelte.ts"
import type { CentreDesk } from "./centre.svelte.ts"
import { voiceStatusCommand } from "./model.ts"
import type { Prompt, PromptChoice } from "./prompt.ts"

const numbered = (
  groups: readonly { readonly gssi: string; readonly name: string }[],
): readonly PromptChoice[] =>
  groups.map((group, index) => ({ id: group.gssi, key: String(index + 1), label: group.name }))

/** Another talk group for the task in hand. */
export function talkGroupPrompt(centre: CentreDesk, task: TaskRow): Prompt {
  const { own } = centre.radio.groups(task.case, task.id)
  return {
    title: t("radio.group_title", { group: own || "–" }),
    choices: numbered(assignableGroups(centre.radio.plan, task.agency, own)),
    does: t("radio.group"),
    run: ({ choice }) =>
      centre.send(
        { kind: "radio.assign_group", case: task.case, task: task.id, group: choice },
        `net:${task.case}`,
      ),
  }
}

/** A group for the joint command of the case in hand, another, or none any more. */
export function jointCommandPrompt(centre: CentreDesk, task: TaskRow): Prompt {
  const { command } = centre.radio.groups(task.case, task.id)
  const free = numbered(freeCommandGroups(centre.radio.plan, [...centre.radio.nets.values()]))
  const end: PromptChoice = { id: "end", key: "0", label: t("radio.command_end", { group: command }) }
  const lane = `net:${task.case}`
  return {
    title: command ? t("radio.command_title_now", { group: command }) : t("radio.command_title"),
    choices: command ? [...free, end] : free,
    does: t("radio.command_set_up"),
    run: ({ choice }) =>
      choice === "end"
        ? centre.send({ kind: "radio.end_command", case: task.case }, lane)
        : centre.send({ kind: "radio.set_up_command", case: task.case, group: choice }, lane),
  }
}

/** Who called whom, and the words. Whoever is a unit of ours is named by it, and so by its case. */
export function radioNotePrompt(centre: CentreDesk): Prompt {
  return {
    title: t("radio.note"),
    fields: [
      { id: "who", label: t("radio.note_who"), required: true, value: centre.unit?.callsign ?? "" },
      {
        id: "to",
        label: t("radio.note_to"),
        value: centre.centre ? directory.centreName(centre.centre) : "",
      },
      { id: "words", label: t("radio.note_words"), required: true },
    ],
    does: t("radio.note_done"),
    run: ({ who = "", to = "", words = "" }) => {
      const named = voiceStatusCommand(who, centre.units)
      const unit = named.length === 1 ? named[0] : undefined
      const about = unit?.case ?? centre.task?.case
      return centre.send({
        kind: "radio.note_call",
        entry: newId(),
        who: unit?.callsign ?? who,
        words,
        ...(to ? { to } : {}),
        ...(unit ? { unit: unit.id } : {}),
        ...(about ? { case: about } : {}),
      })
    },
  }
}

/** A text to the vehicle's radio, or a call-out that wakes it. */
export function radioTextPrompt(centre: CentreDesk, unit: UnitRow): Prompt {
  return {
    title: t("radio.text_title", { callsign: unit.callsign }),
    choices: [
      { id: "text", key: "1", label: t("radio.kind.text") },
      { id: "call_out", key: "2", label: t("radio.kind.call_out") },
    ],
    chosen: "text",
    fields: [{ id: "words", label: t("radio.text_words"), required: true }],
    does: t("radio.text_done"),
    run: ({ choice, words = "" }) =>
      centre.send({
        kind: "radio.send",
        entry: newId(),
        unit: unit.id,
        words,
        ...(choice === "call_out" ? { call_out: true } : {}),
      }),
  }
}
