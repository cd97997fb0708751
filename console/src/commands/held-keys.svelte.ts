/** Holds the keys of a page while what they are about is on its way, and presses them again when it stands (decision 0328). */

import { isTyping, regionOf } from "../kit/focus.ts"
import { typedAhead } from "../kit/typed-ahead.svelte.ts"
import { type Delivery, type HeldKey, isText, WRITTEN } from "../kit/typed-ahead.ts"
import { commands } from "./commands.svelte.ts"
import { altKey, type KeyStroke, matchesKey } from "./keys.ts"

/** Alone they say nothing. */
const MODIFIERS = new Set(["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "NumLock"])
/** What waits for no order: to be heard or not, to hold, to ask for help. */
const AT_ONCE = [altKey("H"), altKey("M"), altKey("W")]
/** Regions that stand without the server: the fields of place and type, the map, the story. */
const STANDING: { readonly [code: string]: number } = { F2: 2, F3: 3, F7: 7, F8: 8 }

const strokeOf = (key: HeldKey): KeyStroke => ({
  ...key,
  getModifierState: (name) => name === "AltGraph" && key.altGraph,
})
const layers = () => document.querySelectorAll("dialog[open]").length

/** Whether the key is about something that is there already. */
function stands(event: KeyboardEvent): boolean {
  if (layers() > 0 || event.ctrlKey || event.metaKey) return true
  if (event.code === "F1" || AT_ONCE.some((key) => matchesKey(event, key))) return true
  const region = event.altKey ? undefined : STANDING[event.code]
  if (region !== undefined)
    return (
      !typedAhead.awaits(region) &&
      (region > 3 || document.querySelector(`[data-region="${region}"] input`) !== null)
    )
  const hand = document.activeElement
  const elsewhere = !typedAhead.awaits(regionOf(hand) ?? 0)
  if (isTyping(hand) && elsewhere && (isText(heldKey(event)) || !/^F[0-9]/.test(event.code)) && !event.altKey)
    return true
  const command = commands.forKey(event)
  return command !== undefined && event.altKey && (command.when?.() ?? true) === true
}

function heldKey(event: KeyboardEvent): HeldKey {
  const { code, key, altKey, ctrlKey, metaKey, shiftKey } = event
  const about = commands.forKey(event)?.about?.()
  return {
    code,
    key,
    altKey,
    ctrlKey,
    metaKey,
    shiftKey,
    altGraph: event.getModifierState("AltGraph"),
    about,
  }
}

const delivered = new WeakSet<Event>()
function hold(event: KeyboardEvent): void {
  if (delivered.has(event) || event.isComposing || MODIFIERS.has(event.key) || !typedAhead.waits) return
  if (event.repeat ? !stands(event) : typedAhead.take(heldKey(event), stands(event))) {
    event.preventDefault()
    event.stopImmediatePropagation()
  }
}

/** Text that comes without a key of its own: an accent, what the system proposes. It keeps its place among the keys. */
let inserting = false
function holdText(event: InputEvent): void {
  if (inserting || !typedAhead.waits || !event.data || event.inputType !== "insertText") return
  const hand = document.activeElement
  const key: HeldKey = {
    code: WRITTEN,
    key: event.data,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altGraph: false,
  }
  if (!typedAhead.take(key, layers() > 0 || !typedAhead.awaits(regionOf(hand) ?? 0))) return
  event.preventDefault()
  event.stopImmediatePropagation()
}
function write(text: string): boolean {
  inserting = true
  const written = document.execCommand("insertText", false, text)
  inserting = false
  return written
}

/** Presses it where the hands are now, as the browser would. */
function deliver(key: HeldKey): Delivery {
  const command = commands.forKey(strokeOf(key))
  if (command !== undefined && (command.when?.() ?? true) !== true) return "unused"
  // What asks about something that came to the screen later is answered by a key pressed after that.
  if (command?.asks && command.about?.() !== key.about) return "unused"
  const before = layers()
  const target = document.activeElement ?? document.body
  const { altGraph, about: _, ...init } = key
  const event = new KeyboardEvent("keydown", {
    ...init,
    modifierAltGraph: altGraph,
    bubbles: true,
    cancelable: true,
  })
  delivered.add(event)
  if (target.dispatchEvent(event) && !byDefault(key, document.activeElement)) return "unused"
  return command?.mayAsk && layers() > before ? "choice" : "done"
}

/** What a browser does with a key that nobody took: an event made here has no default of its own. */
function byDefault(key: HeldKey, hand: Element | null): boolean {
  if (key.altKey || key.ctrlKey || key.metaKey) return false
  if (!(hand instanceof HTMLElement)) return false
  if (key.code === "Tab") return step(hand, key.shiftKey ? -1 : 1)
  if (isTyping(hand)) {
    if (key.code === "Backspace") return document.execCommand("delete")
    if (isText(key)) return write(key.key)
    if (key.code !== "Enter" || !(hand instanceof HTMLInputElement)) return false
    hand.form?.requestSubmit()
    return hand.form !== null
  }
  if (!(hand instanceof HTMLButtonElement) || (key.code !== "Enter" && key.code !== "Space")) return false
  hand.click()
  return true
}
const REACHABLE =
  'a[href],button:not([disabled]):not([tabindex="-1"]),input:not([disabled]):not([tabindex="-1"]),textarea:not([disabled]),select:not([disabled]),[tabindex="0"]'
function step(from: HTMLElement, by: 1 | -1): boolean {
  const all = [...document.querySelectorAll<HTMLElement>(REACHABLE)].filter(
    (each) => each.offsetParent !== null,
  )
  const next = all[all.indexOf(from) + by]
  next?.focus()
  return next !== undefined
}

/** Call it while a page's component is being made: its keys are held while it is there. */
export function useHeldKeys(): void {
  $effect(() => {
    typedAhead.deliver = deliver
    window.addEventListener("keydown", hold, true)
    window.addEventListener("beforeinput", holdText, true)
    // The mouse goes where it is pointed: what waits for another place waits no longer.
    const leave = () => typedAhead.waits && typedAhead.giveUp()
    window.addEventListener("pointerdown", leave, true)
    return () => {
      typedAhead.giveUp()
      typedAhead.deliver = null
      window.removeEventListener("keydown", hold, true)
      window.removeEventListener("beforeinput", holdText, true)
      window.removeEventListener("pointerdown", leave, true)
    }
  })
}
