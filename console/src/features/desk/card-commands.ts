/** What the card on screen can do: say, go back, repeat, mark, play. */

import { singleKey } from "../../commands/keys.ts"
import { type ConsoleCommand, whenBoth, whenPresent } from "../../commands/registry.ts"
import type { MessageKey } from "../../i18n/i18n.svelte.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import type { Answer } from "../../state/outbox.ts"
import type { InHand } from "./in-hand.ts"

type Done = Promise<Answer> | undefined

/** What these commands need of the desk. */
export interface CardActions extends Pick<InHand, "case"> {
  readonly dictation:
    | { readonly current: string | null; readonly marks: readonly unknown[]; readonly metronome: string }
    | undefined
  readonly offeredCards: readonly string[]
  /** The call has ended: nobody hears or reads what would be said. */
  readonly over: boolean
  /** The caller waits on the line and hears nobody. */
  readonly held: boolean
  /** The caller only reads: what stands here is sent, and not said. */
  readonly readsOnly: boolean
  sayCurrent(): Promise<Answer | undefined> | undefined
  back(): Done
  repeat(): Done
  /** The recording of the step on screen, and the one that plays. */
  readonly recording: { readonly digest: string } | undefined
  readonly plays: string | undefined
  /** Whether anybody would hear it, or why not. */
  readonly audible: true | MessageKey
  play(): Promise<Answer | undefined> | undefined
  stopPlaying(): Done
  /** What a check of the card leads to when it turns out badly, by its title. */
  readonly worse: string | undefined
  takeWorse(): Promise<Answer | undefined> | undefined
  /** A medicine of the card that a clinician must authorise: whether it was asked for, and a health centre would hear it. */
  readonly medicine: { readonly step: string; readonly asked: boolean; readonly heard: boolean } | undefined
  askClinician(): Done
  /** Steps of the card are left out for a caller who will not do them. */
  readonly mayRefuse: boolean
  refuse(): Done
  readonly moments: {
    /** What the key would mark. */
    readonly next: string | undefined
    /** Compressions stop with it. */
    readonly stops: boolean
    /** What was marked a moment ago, and what the key would mark now, in words. */
    readonly just: { readonly mark: string; readonly time: string; readonly next: string } | undefined
  }
  /** Whether compressions have stopped because the patient breathes, or could; undefined: there are none. */
  readonly breathing: "stopped" | "pressed" | undefined
  turnBreathing(): Done
  /** The dictation whose beat and moments count: compressions go on beside another card, too. */
  readonly counting: { readonly metronome: string } | undefined
  /** The card of the defibrillator beside compressions, and these beside it, by its title. */
  readonly beside: string | undefined
  goBeside(): Promise<Answer | undefined> | undefined
  markNext(): Done
  /** For whom it beats, or is about to. */
  readonly metronome: string
  /** The moment before or after is the one that the key would mark. */
  chooseMark(by: 1 | -1): void
  nextMetronome(): Done
}

export function cardCommands(desk: CardActions): readonly ConsoleCommand[] {
  const none = (): MessageKey =>
    desk.dictation === undefined && desk.offeredCards.length > 0
      ? "desk.why_card_unbegun"
      : "desk.why_no_card"
  const card = () =>
    whenBoth(whenPresent(desk.dictation, none()), whenPresent(!desk.over, "desk.why_call_over"))
  const heard = () => whenPresent(!desk.held, "desk.why_held")
  const counting = () =>
    whenBoth(whenPresent(desk.counting, none()), whenPresent(!desk.over, "desk.why_call_over"))
  const common = { region: 6, permission: PERMISSION.INSTRUCT, placed: true } as const
  return [
    {
      ...common,
      id: "desk.card_said",
      label: desk.readsOnly ? "desk.step_send" : "desk.card_said",
      key: singleKey("Space"),
      sends: ["instructions.open_card", "instructions.say_step", "instructions.send_step"],
      when: () =>
        whenBoth(
          desk.dictation
            ? whenPresent(desk.dictation.current, "desk.card_done")
            : whenPresent(desk.offeredCards.length > 0, "desk.why_no_card"),
          whenBoth(whenPresent(!desk.over, "desk.why_call_over"), heard()),
        ),
      about: () => desk.dictation?.current,
      run: () => desk.sayCurrent(),
    },
    {
      ...common,
      id: "desk.card_back",
      label: "desk.card_back",
      key: singleKey("Backspace"),
      sends: ["instructions.back"],
      when: card,
      about: () => desk.dictation?.current,
      run: () => desk.back(),
    },
    {
      ...common,
      id: "desk.card_repeat",
      label: "desk.card_repeat",
      key: singleKey("KeyR"),
      sends: ["instructions.repeat", "instructions.say_step", "instructions.send_step"],
      when: () => whenBoth(card(), heard()),
      run: () => desk.repeat(),
    },
    {
      ...common,
      id: "desk.card_play",
      label: desk.plays === undefined ? "desk.card_play" : "desk.card_stop",
      key: singleKey("KeyP"),
      sends: ["instructions.play_step", "instructions.stop_playing"],
      when: () => {
        if (desk.plays !== undefined) return true
        if (!desk.dictation?.current) return desk.dictation ? "desk.card_done" : none()
        return desk.audible === true ? whenPresent(desk.recording, "desk.why_no_recording") : desk.audible
      },
      about: () => desk.plays ?? `${desk.recording?.digest} begins`,
      run: () => (desk.plays === undefined ? desk.play() : desk.stopPlaying()),
    },
    {
      ...common,
      id: "desk.card_mark",
      label: "desk.card_mark",
      key: singleKey("KeyM"),
      sends: ["instructions.mark"],
      when: () => whenBoth(counting(), whenPresent(desk.moments.next, "desk.why_all_marked")),
      about: () => desk.moments.next,
      // A second press is mostly meant for the same moment, which is marked once: another one is marked when it is pressed again.
      // A slip of the hand silences no compressions.
      twice: desk.moments.just !== undefined || desk.moments.stops,
      again: desk.moments.stops ? "desk.mark_breathes_again" : "desk.mark_again",
      facts: () => desk.moments.just ?? {},
      run: () => desk.markNext(),
    },
    {
      ...common,
      id: "desk.card_breathing",
      label: desk.breathing === "stopped" ? "desk.card_not_breathing" : "desk.card_breathes",
      key: singleKey("KeyC"),
      sends: [
        "instructions.resume_compressions",
        "instructions.mark",
        "instructions.send_step",
        "triage.answer",
      ],
      when: () =>
        whenBoth(
          whenPresent(desk.breathing, "desk.why_no_compressions"),
          whenPresent(!desk.over, "desk.why_call_over"),
        ),
      about: () => desk.breathing,
      twice: desk.breathing === "pressed",
      ...(desk.breathing === "pressed" ? { again: "desk.mark_breathes_again" as const } : {}),
      run: () => desk.turnBreathing(),
    },
    ...([-1, 1] as const).map((by) => ({
      ...common,
      id: by < 0 ? "desk.card_mark_before" : "desk.card_mark_after",
      label: by < 0 ? ("desk.card_mark_before" as const) : ("desk.card_mark_after" as const),
      key: singleKey(by < 0 ? "ArrowLeft" : "ArrowRight"),
      when: () => whenBoth(counting(), whenPresent(desk.moments.next, "desk.why_all_marked")),
      run: () => desk.chooseMark(by),
    })),
    {
      ...common,
      id: "desk.card_worse",
      label: desk.worse === undefined ? "desk.card_worse_none" : "desk.card_worse",
      facts: () => ({ title: desk.worse ?? "" }),
      key: singleKey("KeyE"),
      permission: PERMISSION.TRIAGE_ASK,
      sends: ["triage.start_run", "instructions.open_card"],
      when: () =>
        whenBoth(
          card(),
          whenBoth(
            whenPresent(desk.worse, "desk.why_no_check"),
            whenPresent(desk.case?.state === "open", "desk.why_closed"),
          ),
        ),
      about: () => desk.worse,
      run: () => desk.takeWorse(),
    },
    {
      ...common,
      id: "desk.card_authorise",
      label: desk.medicine?.asked ? "desk.medicine_unask" : "desk.medicine_ask",
      key: singleKey("KeyA"),
      sends: ["instructions.request_authorisation", "instructions.withdraw_request"],
      when: () =>
        whenBoth(
          card(),
          whenBoth(
            whenPresent(desk.medicine, "desk.why_no_medicine"),
            whenPresent(desk.medicine?.heard || desk.medicine?.asked, "desk.why_no_health_centre"),
          ),
        ),
      about: () => `${desk.medicine?.step} ${desk.medicine?.asked}`,
      // The key that asks is under the hand that asks again: only a second press takes it back.
      twice: desk.medicine?.asked ?? false,
      run: () => desk.askClinician(),
    },
    {
      ...common,
      id: "desk.card_refused",
      label: "desk.card_refused",
      key: singleKey("KeyN"),
      sends: ["instructions.mark"],
      when: () => whenBoth(card(), whenPresent(desk.mayRefuse, "desk.why_nothing_refused")),
      about: () => desk.dictation?.current,
      // Nothing takes it back, and its key is beside that of the moments.
      twice: true,
      run: () => desk.refuse(),
    },
    {
      ...common,
      id: "desk.card_beside",
      label: "desk.card_beside",
      facts: () => ({ title: desk.beside ?? "" }),
      key: singleKey("KeyD"),
      sends: ["instructions.open_card"],
      when: () => whenBoth(whenBoth(card(), heard()), whenPresent(desk.beside, "desk.why_no_aed")),
      about: () => desk.beside,
      run: () => desk.goBeside(),
    },
    {
      ...common,
      id: "desk.card_metronome",
      label: "kit.metronome",
      key: singleKey("KeyB"),
      sends: ["instructions.set_metronome"],
      when: () => whenBoth(counting(), whenPresent(desk.breathing !== "stopped", "desk.why_no_compressions")),
      about: () => desk.metronome,
      run: () => desk.nextMetronome(),
    },
  ]
}
