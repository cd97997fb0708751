/**
 * Focus along a call that is taken by keys: answer, where, what, the interview, the card. Each act moves focus at the press, and
 * the keys that follow wait for what it brings (decision 0328).
 */

import { focusRegion, isTyping } from "../../kit/focus.ts"
import { typedAhead } from "../../kit/typed-ahead.svelte.ts"
import type { Answer } from "../../state/outbox.ts"
import { arrivalOf } from "./interview-runs.ts"

type Sent = Promise<Answer | undefined> | undefined

/** What going on with another protocol needs of the desk. */
export interface FollowsProtocol {
  readonly view: {
    readonly following: string | undefined
    readonly run: { readonly run: string } | undefined
    readonly interviews: Parameters<typeof arrivalOf>[0]
  }
  follow(protocol: string, worse: boolean): Promise<Answer> | undefined
}

const hasFocus = (region: number) => document.activeElement?.closest(`[data-region="${region}"]`) != null
const isNothingFocused = () => document.activeElement === null || document.activeElement === document.body

/** Focuses a region now; the keys that follow go there as soon as what they are about is there. `elsewhere`: they are not used. */
export function goToRegion(region: number, sent: Sent, there: () => boolean | "elsewhere"): void {
  if (sent === undefined) return
  focusRegion(region)
  const given = document.activeElement
  const refuse = typedAhead.expect({
    region,
    sent,
    ready() {
      const now = there()
      if (now === "elsewhere") refuse()
      if (now !== true) return false
      // Where focus has moved elsewhere meanwhile it stays there. A field that it was given before the region had its
      // content, and that nobody chose, gives way to what the region begins with now.
      const waits =
        hasFocus(region) && (document.activeElement === given || !isTyping(document.activeElement))
      if (isNothingFocused() || waits) focusRegion(region)
      return true
    },
  })
}

/** On with this protocol, the one that follows from the answers if none is said: the next key is about its first question.
 * `worse`: the patient is not as the answers say any more, and is asked about anew. */
export function follow(
  desk: FollowsProtocol,
  protocol = desk.view.following,
  worse = false,
): Promise<Answer> | undefined {
  if (protocol === undefined) return undefined
  const before = new Set(desk.view.interviews.map((each) => each.run))
  const sent = desk.follow(protocol, worse)
  goToRegion(4, sent, () =>
    interviewThere(desk, (each) => each.protocol === protocol && !before.has(each.run)),
  )
  return sent
}

/** Whether the first question of an interview is on screen, for the keys that were typed for it. */
export function interviewThere(
  { view }: Pick<FollowsProtocol, "view">,
  fits: Parameters<typeof arrivalOf>[2],
): boolean | "elsewhere" {
  const now = arrivalOf(view.interviews, view.run?.run, fits)
  return now === "elsewhere" ? now : now === "asks"
}

/** What focus went to does not come: it goes back to the field that was typed in, unless it has moved elsewhere. */
export function restoreFocus(from: number, to: number): void {
  const [hand, region] = [document.activeElement, document.querySelector(`[data-region="${from}"]`)]
  // An empty region that is only its title has focus itself, or in its part that scrolls.
  if (isNothingFocused() || hand === region || hand?.parentElement === region) focusRegion(to)
}

/** Whether the sentence of the card can be read where it stands; if not, its region has focus and shows it. */
export function showSentence(): boolean {
  const region = document.querySelector<HTMLElement>('[data-region="6"]')
  const sentence = region?.querySelector(".say")
  const [box, text] = [region?.getBoundingClientRect(), sentence?.getBoundingClientRect()]
  const away = region?.dataset.away !== undefined
  if (away || (box && text && text.top >= box.top - 1 && text.bottom <= box.bottom + 1)) return true
  focusRegion(6)
  return false
}

/** The place is on its way. Once it is there its button has focus, or focus has moved on. */
export function expectPlace(sent: Sent, there: () => boolean): void {
  const typing = () => hasFocus(2) && isTyping(document.activeElement)
  typedAhead.expect({ region: 2, sent, ready: () => there() && !isNothingFocused() && !typing() })
}

/** A step of the card, a call that ends: the next key is about what stands then. */
export function expectChange(region: number | null, sent: Sent, seen: () => unknown): Sent {
  if (sent === undefined) return undefined
  const before = seen()
  typedAhead.expect({ region, sent, ready: () => seen() !== before })
  return sent
}

/** «¿Está usted en el lugar?», answered and on its way: the cell goes on to the address at the press. */
export class PlaceAnswer {
  #one = $state.raw<{ readonly call: string; readonly here: boolean } | null>(null)

  async put(call: string | undefined, here: boolean, sent: Sent): Promise<Answer | undefined> {
    if (call !== undefined) this.#one = { call, here }
    const answer = await sent
    if (answer?.ok === false) this.#one = null
    return answer
  }
  /** It was no answer. */
  forget(): void {
    this.#one = null
  }
  of(call: string | undefined): boolean | null {
    return this.#one !== null && this.#one.call === call ? this.#one.here : null
  }
}
