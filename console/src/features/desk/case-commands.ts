/** What can be done with the case in hand. */

import { ALT_POINT, altKey, singleKey } from "../../commands/keys.ts"
import { type ConsoleCommand, whenBoth, whenPresent } from "../../commands/registry.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import type { Answer } from "../../state/outbox.ts"
import { CASE_TEXTS, type CaseText } from "./case-texts.ts"
import type { InHand } from "./in-hand.ts"

type Done = Promise<Answer> | undefined

/** What these commands need of the desk. */
export interface CaseActions extends InHand {
  readonly run: unknown
  /** The title of the protocol to which the answers lead. */
  readonly following: string | undefined
  /** Among which protocols one is chosen by hand, where the answers lead to none: `fire`, `choose`. */
  readonly choosing: string | null
  /** The question that is asked again next. */
  readonly reassess: unknown
  typeText(text: CaseText): void
  askAgain(): void
  newCase(): Done
  undo(): Done
  follow(): Done
  openClosing(): void
  report(what: "report" | "count"): void
  openFinding(): void
  openGoods(): void
  editPlace(): void
  editType(): void
}

const ROUTES = { fire: "desk.choose_fire", police: "desk.choose_police" } as const
function routeLabel(route: string): ConsoleCommand["label"] {
  return route in ROUTES ? ROUTES[route as keyof typeof ROUTES] : "desk.choose_protocol"
}
/** Where nothing follows its name is not there to be said. */
function followLabel({ following, choosing }: CaseActions): ConsoleCommand["label"] {
  if (following !== undefined) return "desk.follow"
  return choosing ? routeLabel(choosing) : "desk.follow_none"
}

export function caseCommands(desk: CaseActions): readonly ConsoleCommand[] {
  const inCall = () => whenPresent(desk.call, "desk.why_no_call")
  const inCase = () => whenPresent(desk.case, desk.shut ? "kit.why_hidden" : "desk.why_no_case")
  return [
    {
      id: "desk.new_case",
      label: "desk.new_case",
      key: altKey("N"),
      permission: PERMISSION.CASE_OPEN,
      sends: ["cases.open"],
      when: () => (desk.shut ? "kit.why_hidden" : desk.case ? "desk.why_has_case" : true),
      run: () => desk.newCase(),
    },
    {
      id: "desk.find",
      label: "desk.find",
      key: altKey("B"),
      permission: PERMISSION.CASE_LOOK,
      run: () => desk.openFinding(),
    },
    {
      id: "desk.edit_place",
      label: "desk.edit_place",
      key: singleKey("Backspace"),
      region: 2,
      permission: PERMISSION.CASE_LOCATE,
      sends: ["cases.locate"],
      when: inCase,
      run: () => desk.editPlace(),
    },
    {
      id: "desk.edit_type",
      label: "desk.edit_type",
      key: singleKey("Backspace"),
      region: 3,
      permission: PERMISSION.TRIAGE_RECLASSIFY,
      sends: ["cases.classify"],
      when: inCase,
      run: () => desk.editType(),
    },
    {
      id: "desk.goods",
      label: "goods.short",
      key: ALT_POINT,
      permission: PERMISSION.CASE_DESCRIBE,
      sends: ["cases.state_goods", "cases.say_wind"],
      // With no case yet it is looked up all the same; to put it down opens one.
      run: () => desk.openGoods(),
    },
    {
      id: "desk.undo",
      label: "desk.undo",
      key: altKey("Z"),
      permission: PERMISSION.TRIAGE_ASK,
      sends: ["triage.undo_answer", "instructions.resume_compressions", "instructions.send_step"],
      when: () => whenPresent(desk.run, "desk.why_no_interview"),
      about: () => desk.run,
      run: () => desk.undo(),
    },
    {
      id: "desk.follow",
      label: followLabel(desk),
      facts: () => ({ protocol: desk.following ?? "" }),
      key: singleKey("KeyS"),
      region: 4,
      permission: PERMISSION.TRIAGE_ASK,
      placed: true,
      sends: ["triage.start_run"],
      when: () =>
        whenBoth(
          whenPresent(desk.following ?? desk.choosing, "desk.why_none_follows"),
          whenPresent(desk.case?.state === "open", "desk.why_closed"),
        ),
      about: () => desk.following ?? desk.choosing,
      asks: true,
      run: () => (desk.following === undefined ? desk.editType() : desk.follow()),
    },
    ...CASE_TEXTS.map((text) => ({
      id: text.id,
      label: text.title,
      permission: PERMISSION.CASE_DESCRIBE,
      sends: [text.sends],
      when: () => (desk.case && text.refused?.(desk.case)) ?? inCase(),
      about: () => desk.case?.id,
      run: () => desk.typeText(text),
    })),
    {
      id: "desk.reassess",
      label: "desk.reassess",
      permission: PERMISSION.TRIAGE_ASK,
      sends: ["triage.answer"],
      when: () => whenPresent(desk.reassess, "desk.why_no_reassess"),
      run: () => desk.askAgain(),
    },
    {
      id: "desk.close",
      label: "desk.close",
      key: altKey("Q"),
      permission: PERMISSION.CALL_CLOSE,
      sends: ["cases.close", "calls.dispose"],
      when: () => (desk.case ? true : inCall()),
      run: () => desk.openClosing(),
    },
    {
      id: "desk.report",
      label: "major.report",
      key: singleKey("KeyM"),
      region: 8,
      permission: PERMISSION.SCENE_REPORT,
      sends: ["major.report_scene"],
      when: inCase,
      run: () => desk.report("report"),
    },
    {
      id: "desk.count",
      label: "major.count",
      key: singleKey("KeyR"),
      region: 8,
      permission: PERMISSION.SCENE_REPORT,
      sends: ["major.count_casualties"],
      when: inCase,
      run: () => desk.report("count"),
    },
  ]
}
