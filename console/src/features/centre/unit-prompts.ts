/** The questions of a unit: its orders, its release, a diversion, its crew. */

import { t } from "../../i18n/i18n.svelte.ts"
import type { SignOnCrew, UnitRow } from "../../protocol/generated.ts"
import { newId } from "../../state/command-outbox.svelte.ts"
import type { CentreDesk } from "./centre.svelte.ts"
import type { DiversionProposal } from "./model.ts"
import { digitChoices, type Prompt } from "./prompt.ts"

export function orderPrompt(centre: CentreDesk, unit: UnitRow): Prompt {
  return {
    title: t("centre.order_title", { callsign: unit.callsign }),
    choices: digitChoices([
      ["wait_for_police", t("dispatch.change.wait_for_police")],
      ["hazard", t("centre.hazard_other")],
    ]),
    fields: [{ id: "words", label: t("centre.order_words"), required: true }],
    does: t("centre.order"),
    run: ({ choice, words = "" }) =>
      centre.send(
        {
          kind: "dispatch.send_order",
          unit: unit.id,
          change: newId(),
          change_kind: choice as "wait_for_police" | "hazard",
          words,
        },
        `unit:${unit.id}`,
      ),
  }
}

export function releaseUnitPrompt(centre: CentreDesk, unit: UnitRow): Prompt {
  return {
    title: t("centre.let_go_title", { callsign: unit.callsign }),
    fields: [{ id: "reason", label: t("centre.reason"), required: true }],
    does: t("centre.let_go"),
    run: ({ reason = "" }) =>
      centre.send({ kind: "dispatch.release_unit", unit: unit.id, reason }, `unit:${unit.id}`),
  }
}

/** A run to something milder comes here: why is told to its crew, and stays with the task that it leaves. */
export function divertPrompt(centre: CentreDesk, diversion: DiversionProposal): Prompt {
  const { callsign, task, unit, leaves, travel_s, by } = diversion
  return {
    title: t("centre.divert_title", { callsign }),
    fields: [{ id: "reason", label: t("centre.reason"), required: true }],
    does: t("centre.divert_does"),
    run: ({ reason = "" }) =>
      centre.send(
        {
          kind: "dispatch.divert_unit",
          assignment: newId(),
          change: newId(),
          unit,
          task,
          leaves,
          reason,
          eta_s: travel_s,
          eta_by: by,
          proposed: "diverted",
        },
        `task:${task}`,
      ),
  }
}

/** The crew said by radio that it knows: of the oldest order that waits. */
export function radioReadBackPrompt(centre: CentreDesk, unit: UnitRow): Prompt {
  const waiting = unit.orders.find((each) => !each.acknowledged)
  return {
    title: t("centre.radio_title", { callsign: unit.callsign, words: waiting?.new ?? "" }),
    fields: [{ id: "told_to", label: t("centre.radio_who"), required: true, value: unit.callsign }],
    does: t("centre.radio"),
    run: ({ told_to = "" }) =>
      waiting &&
      centre.send(
        { kind: "dispatch.acknowledge_order", unit: unit.id, change: waiting.id, told_to },
        `unit:${unit.id}`,
      ),
  }
}

export function crewSafePrompt(centre: CentreDesk, unit: UnitRow): Prompt {
  return {
    title: t("centre.safe_title", { callsign: unit.callsign }),
    fields: [{ id: "words", label: t("centre.safe_words"), required: true }],
    does: t("centre.safe"),
    run: ({ words = "" }) =>
      centre.send({ kind: "dispatch.answer_emergency", unit: unit.id, over: true, words }, `unit:${unit.id}`),
  }
}

/** Who crews it now; without a name nobody does, and it is out of service. */
export function crewPrompt(centre: CentreDesk, unit: UnitRow): Prompt {
  const lane = `unit:${unit.id}`
  return {
    title: t("centre.crew_title", { callsign: unit.callsign }),
    fields: [
      {
        id: "names",
        label: t("centre.crew_names"),
        value: unit.crew.map((each) => each.name).join(", "),
      },
    ],
    does: t("centre.crew"),
    run: ({ names = "" }) => {
      const people = names
        .split(",")
        .map((each) => each.trim())
        .filter(Boolean)
      if (people.length === 0) return centre.send({ kind: "dispatch.sign_off_crew", unit: unit.id }, lane)
      const known = new Map(unit.crew.map((each) => [each.name, each]))
      const role = unit.crew[0]?.role ?? "technician"
      return centre.send(
        {
          kind: "dispatch.sign_on_crew",
          unit: unit.id,
          crew: people.map((name) => known.get(name) ?? { name, role }) as SignOnCrew["crew"],
        },
        lane,
      )
    },
  }
}
