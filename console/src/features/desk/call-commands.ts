/** What can be done with a call: answered, held, handed on, ended; and with one's own desk. */

import { altKey } from "../../commands/keys.ts"
import { type ConsoleCommand, whenBoth, whenPresent } from "../../commands/registry.ts"
import type { MessageKey } from "../../i18n/i18n.svelte.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import type { Answer } from "../../state/outbox.ts"
import { askedLine, type DuplicateActions } from "./duplicate-commands.ts"
import type { InHand } from "./in-hand.ts"

type Done = Promise<Answer> | undefined

/** What these commands need of the desk. */
export interface CallActions extends InHand, Pick<DuplicateActions, "suggested" | "retry"> {
  readonly offered: unknown
  readonly waiting: readonly unknown[]
  readonly me: { readonly stand: string } | undefined
  giveLink(): Promise<Answer | undefined>
  openRelay(): void
  identify(): void
  listFixes(): void
  /** What the network can be asked of the call in hand. */
  readonly location: { readonly available: boolean; readonly pending: boolean; readonly asserted: boolean }
  askLocation(): Done
  listEarlier(): void
  /** The rule by which the short opening is offered for the call in hand. */
  readonly opening: unknown
  openShort(): Done
  /** The call whose vehicle has told something. */
  readonly vehicleCall: unknown
  showVehicle(): void
  /** The call beside which networks or the device have said something. */
  readonly dataCall: unknown
  showData(): void
  /** What the vehicle of the call in hand has told. */
  readonly vehicle: { readonly by_sip: boolean } | null
  askVehicle(): Done
  ready(): Done
  choosePause(): void
  learn(): void
  /** A call into which this desk is asked, or in which it takes part. */
  readonly guest: { readonly id: string } | undefined
  /** The call that this desk makes for a case. */
  readonly calling: { readonly id: string } | undefined
  hangUpOutgoing(): Done
  /** It rings here and nobody has answered yet. */
  readonly rings: boolean
  /** Whom this desk has asked into its call, the last first. */
  readonly party:
    | { readonly id: string; readonly name: string; readonly joined_at: string | null }
    | undefined
  readonly spoken: boolean
  /** Chooses whom to ask; once somebody is there, hands the caller on to them. */
  transfer(): Done
  askIn(whom: "anybody" | "interpreter"): void
  bringIn(): Done
  letGo(): Done
  answer(): Done
  hold(): Done
  readonly line: { readonly state: string; readonly muted: boolean }
  mute(): void
  lineAgain(): void
  hangUp(): Done
  askHelp(): Done
  record(): Done
  /** The caller reads what is written to them: the key goes to their conversation first. */
  readonly writes: boolean
  writeMessage(): void
}

function askLocation(desk: CallActions, talking: () => true | MessageKey): ConsoleCommand {
  const can = () =>
    desk.location.pending
      ? "desk.why_location_asked"
      : whenPresent(desk.location.asserted, "refusal.location_number_not_asserted")
  return {
    id: "desk.ask_location",
    label: "desk.ask_location",
    also: "find.also.fixes",
    key: { code: "KeyU", ctrl: true },
    permission: PERMISSION.CALL_ANSWER,
    sends: ["calls.request_location"],
    when: () => whenBoth(talking(), can()),
    run: () => desk.askLocation(),
  }
}

export function callCommands(desk: CallActions): readonly ConsoleCommand[] {
  const inCall = () => whenPresent(desk.call, "desk.why_no_call")
  const talking = () => whenPresent(desk.call && desk.call.state !== "ended", "desk.why_no_call")
  const spoken = () =>
    desk.spoken ? talking() : whenPresent(false, desk.call ? "voice.why_not_spoken" : "desk.why_no_call")
  const apart = (): true | MessageKey =>
    desk.call ? "desk.why_in_call" : whenPresent(!desk.calling, "outgoing.why_hang_up")
  const neverRings = () => desk.call?.call_back === "never"
  const asks = askedLine(desk)
  return [
    {
      id: "desk.answer",
      label: desk.rings ? "voice.enter" : "desk.answer",
      key: altKey("A"),
      urgent: true,
      permission: PERMISSION.CALL_ANSWER,
      sends: ["calls.answer", "calls.answer_party"],
      when: () =>
        whenBoth(
          apart(),
          whenPresent(desk.rings || desk.offered || desk.waiting.length > 0, "desk.why_none_waiting"),
        ),
      run: () => desk.answer(),
    },
    {
      id: "desk.ready",
      // By what it will do.
      label: desk.me?.stand === "ready" ? "desk.ready_pause" : "desk.ready",
      also: "find.also.ready",
      key: altKey("P"),
      permission: PERMISSION.DESK_STAND,
      sends: ["calls.stand_ready", "calls.pause"],
      when: apart,
      about: () => desk.me?.stand,
      run: () => {
        if (desk.me?.stand !== "ready") return desk.ready()
        desk.choosePause()
        return undefined
      },
    },
    {
      id: "desk.lesson",
      label: "desk.lesson",
      also: "find.also.lesson",
      key: { code: "KeyI", ctrl: true },
      permission: PERMISSION.CALL_ANSWER,
      begins: true,
      when: () => whenBoth(apart(), whenPresent(!desk.offered && !desk.rings, "desk.why_rings")),
      run: () => desk.learn(),
    },
    {
      id: "desk.hold",
      label: desk.call?.state === "held" ? "desk.resume" : "desk.hold",
      key: altKey("W"),
      permission: PERMISSION.CALL_ANSWER,
      sends: ["calls.hold", "calls.resume"],
      when: () => (desk.call?.state === "consulting" ? "voice.why_consulting" : talking()),
      about: () => desk.call?.state,
      run: () => desk.hold(),
    },
    {
      id: "desk.transfer",
      label:
        desk.party === undefined
          ? "voice.consult"
          : desk.party.joined_at === null
            ? "voice.hand_on"
            : "voice.transfer",
      facts: () => ({ name: desk.party?.name ?? "" }),
      key: altKey("T"),
      permission: PERMISSION.CALL_TALK,
      sends: ["calls.consult", "calls.transfer"],
      when: spoken,
      about: () => `${desk.party?.id} ${desk.party?.joined_at}`,
      run: () => desk.transfer(),
    },
    {
      id: "desk.bring_in",
      label: "voice.bring_in",
      key: altKey("C"),
      permission: PERMISSION.CALL_TALK,
      sends: ["calls.resume"],
      when: () =>
        whenPresent(desk.call?.state === "consulting" && desk.party?.joined_at, "voice.why_nobody_consulted"),
      about: () => desk.call?.state,
      run: () => desk.bringIn(),
    },
    {
      id: "desk.let_go",
      label: desk.rings ? "voice.decline" : desk.party ? "voice.let_go" : "voice.let_go_none",
      facts: () => ({ name: desk.party?.name ?? "" }),
      ...(asks ? {} : { key: altKey("K") }),
      permission: PERMISSION.CALL_TALK,
      sends: ["calls.leave_party"],
      when: () => whenPresent(desk.rings || desk.party, "voice.why_nobody_asked"),
      about: () => desk.party?.id,
      run: () => desk.letGo(),
    },
    {
      id: "desk.ask_in",
      label: "voice.ask_another",
      permission: PERMISSION.CALL_TALK,
      sends: ["calls.consult"],
      when: spoken,
      run: () => desk.askIn("anybody"),
    },
    {
      id: "desk.interpreter",
      label: "voice.interpreter",
      key: altKey("I"),
      permission: PERMISSION.CALL_TALK,
      sends: ["calls.consult"],
      // Also in writing it says who interprets, and what is missing.
      when: talking,
      run: () => desk.askIn("interpreter"),
    },
    {
      id: "desk.mute",
      label: "desk.mute",
      key: altKey("M"),
      permission: PERMISSION.CALL_ANSWER,
      when: () => whenPresent(desk.line.state === "up" || desk.line.state === "apart", "desk.why_no_line"),
      run: () => desk.mute(),
    },
    {
      id: "desk.line_again",
      label: "desk.line_again",
      permission: PERMISSION.CALL_ANSWER,
      when: () => whenPresent(desk.line.state !== "none" && desk.line.state !== "off", "desk.why_no_line"),
      run: () => desk.lineAgain(),
    },
    {
      id: "desk.message",
      label: desk.writes ? "desk.reply" : "desk.message",
      key: altKey("G"),
      permission: PERMISSION.CALL_ANSWER,
      sends: ["calls.write", "followup.send_message"],
      when: () => whenPresent(desk.call || desk.case, "desk.why_no_call"),
      run: () => desk.writeMessage(),
    },
    {
      id: "desk.ask_help",
      label: "desk.ask_help",
      key: altKey("H"),
      permission: PERMISSION.DESK_STAND,
      sends: ["calls.ask_help"],
      run: () => desk.askHelp(),
    },
    {
      id: "desk.record",
      label: "desk.record",
      permission: PERMISSION.CALL_RECORD,
      sends: ["calls.record"],
      when: apart,
      run: () => desk.record(),
    },
    {
      id: "desk.link",
      // Without a number there is no SMS, nor where a sound may endanger; who reads gets the same link in the conversation.
      label: desk.call && (!desk.call.phone || neverRings()) && desk.writes ? "desk.link_text" : "desk.link",
      key: altKey("S"),
      permission: PERMISSION.CALL_ANSWER,
      sends: ["calls.give_link"],
      when: () =>
        whenBoth(
          talking(),
          neverRings() && !desk.writes
            ? "desk.why_message_sounds"
            : whenPresent(desk.call?.phone || desk.writes, "desk.why_no_number"),
        ),
      run: () => desk.giveLink(),
    },
    {
      id: "desk.identify",
      label: "desk.who",
      also: "find.also.who",
      permission: PERMISSION.CALL_ANSWER,
      sends: ["calls.identify"],
      when: inCall,
      run: () => desk.identify(),
    },
    {
      id: "desk.fixes",
      label: "desk.fixes",
      also: "find.also.fixes",
      permission: PERMISSION.CALL_ANSWER,
      sends: [],
      when: inCall,
      run: () => desk.listFixes(),
    },
    ...(desk.location.available ? [askLocation(desk, talking)] : []),
    {
      id: "desk.short_opening",
      label: "desk.short_opening",
      also: "find.also.short_opening",
      permission: PERMISSION.TRIAGE_RECLASSIFY,
      sends: ["cases.open", "cases.classify", "triage.start_run"],
      when: () => whenPresent(desk.opening, desk.call ? "desk.why_no_opening" : "desk.why_no_call"),
      run: () => desk.openShort(),
    },
    {
      id: "desk.earlier",
      label: "desk.earlier",
      also: "find.also.earlier",
      permission: PERMISSION.CALL_ANSWER,
      sends: [],
      when: () => whenPresent(desk.call ?? desk.offered, "desk.why_no_call"),
      run: () => desk.listEarlier(),
    },
    {
      id: "desk.vehicle",
      label: "desk.vehicle",
      also: "find.also.vehicle",
      permission: PERMISSION.CALL_ANSWER,
      sends: [],
      when: () => whenPresent(desk.vehicleCall, "desk.why_no_vehicle"),
      run: () => desk.showVehicle(),
    },
    {
      id: "desk.data",
      label: "desk.data",
      also: "find.also.data",
      permission: PERMISSION.CALL_ANSWER,
      sends: ["calls.read_subscriber"],
      when: () => whenPresent(desk.dataCall, "desk.why_no_data"),
      run: () => desk.showData(),
    },
    {
      id: "desk.vehicle_again",
      label: "desk.vehicle_again",
      also: "find.also.vehicle_again",
      permission: PERMISSION.CALL_TALK,
      sends: ["calls.request_msd"],
      when: () =>
        desk.vehicle?.by_sip === false
          ? "refusal.msd_not_by_sip"
          : whenBoth(talking(), whenPresent(desk.vehicle, "desk.why_no_vehicle")),
      run: () => desk.askVehicle(),
    },
    {
      id: "desk.relay",
      label: "desk.relay",
      key: altKey("R"),
      permission: PERMISSION.SHIFT_HAND_OVER,
      sends: ["followup.hand_over", "followup.accept_handover", "followup.withdraw_handover"],
      when: apart,
      run: () => desk.openRelay(),
    },
    {
      id: "desk.hang_up",
      label: desk.guest && !desk.call ? "voice.leave" : "desk.hang_up",
      key: altKey("X"),
      permission: PERMISSION.CALL_CLOSE,
      sends: ["calls.hang_up", "calls.leave_party", "calls.hang_up_outgoing"],
      twice: true,
      mayAsk: true,
      when: () => (!desk.call && (desk.guest || desk.calling) ? true : talking()),
      about: () => (desk.call ?? desk.guest ?? desk.calling)?.id,
      run: () => (desk.calling && !desk.call ? desk.hangUpOutgoing() : desk.hangUp()),
    },
  ]
}
