/** The questions of a task: refused, ended, given away, more of it, aid. */

import { t, tOr } from "../../i18n/i18n.svelte.ts"
import type {
  AidReason,
  CriticalChange,
  RefusalReason,
  RequestMutualAid,
  TaskOutcome,
  TaskRow,
} from "../../protocol/generated.ts"
import { isDoneByCentre } from "../../state/centre-care.ts"
import { newId } from "../../state/command-outbox.svelte.ts"
import { directory } from "../../state/directory.svelte.ts"
import { OUTCOMES } from "../../state/outcomes.ts"
import type { CentreDesk } from "./centre.svelte.ts"
import { capabilitiesText } from "./labels.ts"
import { isAidAlive, subtractList, toBorrow } from "./model.ts"
import { digitChoices, type Prompt } from "./prompt.ts"

const REFUSALS = ["no_unit", "not_ours", "not_our_area", "facts_missing", "attended", "safety"] as const
export function refusePrompt(centre: CentreDesk, task: TaskRow): Prompt {
  return {
    title: t("centre.refuse_why"),
    choices: [
      ...digitChoices(REFUSALS.map((id) => [id, t(`dispatch.refusal.${id}`)])),
      { id: "other", key: "9", label: t("dispatch.refusal.other") },
    ],
    does: t("centre.refuse"),
    run: ({ choice }) =>
      centre.leave({ kind: "dispatch.refuse_task", task: task.id, reason: choice as RefusalReason }),
  }
}

/** Why a medicine is not authorised: the desk reads it. */
export function refuseMedicinePrompt(centre: CentreDesk): Prompt {
  const [asked] = centre.medicines
  return {
    title: t("centre.refuse_medicine_title"),
    fields: [{ id: "reason", label: t("centre.reason"), required: true }],
    does: t("centre.refuse_medicine"),
    run: ({ reason = "" }) =>
      asked && centre.answerMedicine(asked, { kind: "instructions.refuse_step", reason }),
  }
}

export function endTaskPrompt(centre: CentreDesk, task: TaskRow): Prompt {
  return {
    title: t("centre.end_how"),
    choices: [
      ...digitChoices(OUTCOMES.map((id) => [id, t(`dispatch.outcome.${id}`)])),
      {
        id: "no_report",
        key: "0",
        label: t("dispatch.outcome.no_report"),
        detail: t("centre.attempts", { count: task.contact_attempts }),
      },
    ],
    // No crew tells what was done: the centre says it in words.
    ...(isDoneByCentre(task)
      ? { fields: [{ id: "words", label: t("centre.end_words"), required: true }] }
      : {}),
    does: t("centre.end"),
    run: ({ choice, words = "" }) =>
      centre.leave({
        kind: "dispatch.end_task",
        task: task.id,
        outcome: choice as TaskOutcome,
        ...(words ? { words } : {}),
      }),
  }
}

export function releaseTaskPrompt(centre: CentreDesk, task: TaskRow): Prompt {
  return {
    title: t("centre.release_title"),
    fields: [
      { id: "to", label: t("centre.release_to"), required: true },
      { id: "reason", label: t("centre.reason"), required: true },
    ],
    does: t("centre.release"),
    run: ({ to = "", reason = "" }) =>
      centre.leave({ kind: "dispatch.release_task", task: task.id, to, reason }),
  }
}

/** Who asked for it cancels it: the room a task, a centre the aid that it asked of its neighbours. */
export function cancelTaskPrompt(centre: CentreDesk): Prompt {
  const { cancels } = centre
  const only = cancels.length === 1 ? cancels[0] : undefined
  return {
    title: only
      ? t("centre.cancel_of", { centre: directory.centreName(only.centre) })
      : t("centre.cancel_title"),
    ...(only
      ? {}
      : { choices: digitChoices(cancels.map((each) => [each.id, directory.centreName(each.centre)])) }),
    fields: [{ id: "reason", label: t("centre.reason"), required: true }],
    does: t("centre.cancel"),
    run: ({ choice, reason = "" }) => {
      const id = only?.id ?? choice
      return centre.send({ kind: "dispatch.cancel_task", task: id, change: newId(), reason }, `task:${id}`)
    },
  }
}

/** From the room a centre's «enterado» is entered when somebody there has said it: who, and for which centre. */
export function telephoneReadBackPrompt(centre: CentreDesk, task: TaskRow, change: CriticalChange): Prompt {
  return {
    title: t("centre.heard_title", { centre: directory.centreName(task.centre) }),
    fields: [{ id: "told_to", label: t("centre.heard_who"), required: true }],
    does: t("centre.acknowledge"),
    run: ({ told_to = "" }) =>
      centre.send(
        {
          kind: "dispatch.acknowledge_change",
          task: task.id,
          change: change.id,
          told_to,
          for_centre: task.centre,
        },
        `task:${task.id}`,
      ),
  }
}

/** One recorded attempt to learn how a silent task goes: two of them, and it may end without a report. */
export function contactAttemptPrompt(centre: CentreDesk, task: TaskRow): Prompt {
  return {
    title: t("centre.attempt_title"),
    fields: [{ id: "whom", label: t("centre.attempt_whom"), required: true }],
    choices: digitChoices([
      ["no", t("centre.attempt_no")],
      ["yes", t("centre.attempt_yes")],
    ]),
    does: t("centre.attempt"),
    run: ({ choice, whom = "" }) =>
      centre.send(
        { kind: "dispatch.try_contact", task: task.id, whom, reached: choice === "yes" },
        `task:${task.id}`,
      ),
  }
}

/** Told by telephone, for whoever holds the permission: to whom, and what they read back. */
export function telephoneTaskPrompt(centre: CentreDesk, task: TaskRow): Prompt {
  return {
    title: t("centre.tell_title", { centre: task.centre }),
    fields: [
      { id: "to", label: t("centre.tell_to"), required: true },
      { id: "read_back", label: t("centre.tell_read_back"), required: true },
    ],
    does: t("centre.tell"),
    run: ({ to = "", read_back = "" }) =>
      centre.send({ kind: "dispatch.tell_task", task: task.id, to, read_back }, `task:${task.id}`),
  }
}

const LEVEL = "level:"
/** More help than was asked, one thing or all of a higher alarm: the plan says of whom, and asks nobody twice. */
export function extendTaskPrompt(
  centre: CentreDesk,
  task: TaskRow,
  capabilities: readonly string[],
  levels: readonly number[],
): Prompt {
  const it = centre.cases.get(task.case)
  const named = (code: string) => tOr(`dispatch.capability.${code}`, "common.plain", { text: code })
  const missing = [...new Set(centre.proposals.missing)]
  const first = missing.map((id) => ({ id, label: named(id), detail: t("centre.more_missing") }))
  return {
    title: t("centre.more_title"),
    find: {
      label: t("centre.more_what"),
      hint: t("centre.more_hint"),
      none: t("centre.more_none"),
      chosen: first[0],
      options: [
        ...first,
        ...levels.map((level) => ({ id: `${LEVEL}${level}`, label: t("centre.alarm_level", { level }) })),
        ...capabilities.filter((id) => !missing.includes(id)).map((id) => ({ id, label: named(id) })),
      ],
    },
    does: t("centre.more"),
    run: ({ select = "" }) =>
      centre.send({
        kind: "dispatch.send_help",
        case: task.case,
        mode: task.mode,
        priority: task.priority,
        send: [...(it?.send ?? []), ...(select.startsWith(LEVEL) ? [] : [select])],
        ...(select.startsWith(LEVEL) ? { level: Number(select.slice(LEVEL.length)) } : {}),
        ...(it?.type ? { type: it.type } : {}),
        ...(it?.location?.municipality ? { municipality: it.location.municipality } : {}),
        ...(task.place ? { place: task.place } : {}),
      }),
  }
}

const WHY_AID = [
  "no_free_unit",
  "no_such_unit",
  "nearer",
  "relief",
  "other",
] as const satisfies readonly AidReason[]
/** Mutual aid: first of whom, then what and why. The task stays here. What is missing is chosen already. */
export function mutualAidPrompt(centre: CentreDesk, task: TaskRow): Prompt {
  const open = subtractList(
    task.capabilities,
    centre.aids.filter(isAidAlive).flatMap((each) => each.capabilities),
  )
  const missing = toBorrow(open, centre.proposals.missing, task.uncovered)
  const parts = new Map<string, RequestMutualAid["capabilities"]>()
  const [first, ...more] = missing
  if (first) parts.set("missing", [first, ...more])
  for (const code of new Set(open)) parts.set(code, [code])
  const ask = (to: string): Prompt => ({
    title: t("centre.aid_title", { centre: directory.centreName(to) }),
    select: {
      label: t("centre.aid_what"),
      options: [...parts].map(([value, codes]) => ({ value, label: capabilitiesText(codes) })),
    },
    choices: digitChoices(WHY_AID.map((id) => [id, t(`dispatch.aid.${id}`)])),
    fields: [{ id: "words", label: t("centre.aid_words") }],
    does: t("centre.aid"),
    run: ({ choice, select = "", words = "" }) =>
      centre.send(
        {
          kind: "dispatch.ask_for_aid",
          task: task.id,
          aid: newId(),
          centre: to,
          capabilities: parts.get(select) ?? [select],
          reason: choice as AidReason,
          ...(words ? { words } : {}),
        },
        `task:${task.id}`,
      ),
  })
  if (parts.size === 0)
    return { title: t("centre.aid_all_asked"), choices: [], does: "", run: () => undefined }
  return {
    title: t("centre.aid_whom_for", { what: capabilitiesText(missing.length > 0 ? missing : open) }),
    choices: digitChoices(centre.proposals.neighbours.map((id) => [id, directory.centreName(id)])).map(
      (each) => ({ ...each, detail: t("centre.aid_unknown") }),
    ),
    does: t("centre.aid"),
    run: ({ choice }) => ask(choice),
  }
}

export function hazardPrompt(centre: CentreDesk, task: TaskRow): Prompt {
  return {
    title: t("centre.hazard_title"),
    choices: digitChoices([
      ["hazard", t("centre.hazard_other")],
      ["wait_for_police", t("dispatch.change.wait_for_police")],
    ]),
    fields: [{ id: "words", label: t("centre.hazard_words"), required: true }],
    does: t("centre.hazard"),
    run: ({ choice, words = "" }) =>
      centre.send({ kind: "cases.note_hazard", case: task.case, hazard: { code: choice, words } }),
  }
}
