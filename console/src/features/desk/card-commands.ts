/** What the card on screen can do: say, go back, repeat, mark, play. */

import { single } from "../../commands/keys.ts"
import { type Command, need } from "../../commands/registry.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import type { DeskActions } from "./commands.ts"

export function cardCommands(desk: DeskActions): readonly Command[] {
  const card = () => need(desk.dictation, "desk.why_no_card")
  const common = { region: 6, permission: PERMISSION.INSTRUCT, placed: true } as const
  return [
    {
      ...common,
      id: "desk.card_said",
      label: "desk.card_said",
      key: single("Space"),
      sends: ["instructions.open_card", "instructions.say_step"],
      when: () => need(desk.dictation?.current || desk.offeredCards.length > 0, "desk.why_no_card"),
      about: () => desk.dictation?.current,
      run: () => desk.sayCurrent(),
    },
    {
      ...common,
      id: "desk.card_back",
      label: "desk.card_back",
      key: single("Backspace"),
      sends: ["instructions.back"],
      when: card,
      about: () => desk.dictation?.current,
      run: () => desk.back(),
    },
    {
      ...common,
      id: "desk.card_repeat",
      label: "desk.card_repeat",
      key: single("KeyR"),
      sends: ["instructions.repeat"],
      when: card,
      run: () => desk.repeat(),
    },
    {
      ...common,
      id: "desk.card_play",
      label: desk.plays === undefined ? "desk.card_play" : "desk.card_stop",
      key: single("KeyP"),
      sends: ["instructions.play_step", "instructions.stop_playing"],
      when: () => {
        if (desk.plays !== undefined) return true
        if (!desk.dictation?.current) return "desk.why_no_card"
        return desk.audible === true ? need(desk.recording, "desk.why_no_recording") : desk.audible
      },
      about: () => desk.plays ?? `${desk.recording?.digest} begins`,
      run: () => (desk.plays === undefined ? desk.play() : desk.stopPlaying()),
    },
    {
      ...common,
      id: "desk.card_mark",
      label: "desk.card_mark",
      key: single("KeyM"),
      sends: ["instructions.mark"],
      when: card,
      about: () => desk.dictation?.marks.length,
      run: () => desk.markNext(),
    },
    {
      ...common,
      id: "desk.card_metronome",
      label: "kit.metronome",
      key: single("KeyB"),
      sends: ["instructions.set_metronome"],
      when: card,
      about: () => desk.dictation?.metronome,
      run: () => desk.nextMetronome(),
    },
  ]
}
