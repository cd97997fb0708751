/**
 * The keys of the console: by `event.code`, so that they stay in their place on every
 * layout; left Alt only, because AltGr writes letters in half of Europe; and one meaning everywhere.
 */

export interface KeyStroke {
  readonly code: string
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  getModifierState(key: string): boolean
}

export interface KeyBinding {
  readonly code: string
  readonly alt?: boolean
  readonly ctrl?: boolean
}

/** The one meaning of each Alt letter; the words stand in the catalogue as `keys.alt.<letter>`. */
export const ALT_LETTERS = [
  "A",
  "B",
  "C",
  "G",
  "H",
  "I",
  "J",
  "K",
  "L",
  "M",
  "N",
  "O",
  "P",
  "Q",
  "R",
  "S",
  "T",
  "U",
  "V",
  "W",
  "X",
  "Y",
  "Z",
] as const
export type AltLetter = (typeof ALT_LETTERS)[number]

/** Alt and a letter of the table. A letter outside it (D E F and the digits are the browser's) is a type error. */
export function altKey(letter: AltLetter): KeyBinding {
  return { code: `Key${letter}`, alt: true }
}
/** Left Alt and the point: dangerous goods, for which no letter is free. It stands in the same place on every layout. */
export const ALT_POINT: KeyBinding = { code: "Period", alt: true }
/** Left Alt and the comma, beside the point: the map as a list, on every page that has a map. */
export const ALT_COMMA: KeyBinding = { code: "Comma", alt: true }
export const COMMAND_BAR: KeyBinding = { code: "KeyK", ctrl: true }
/** A region in a window of its own, and back. No letter of the Alt table: each has its one meaning on the page beneath. */
export const OWN_WINDOW: KeyBinding = { code: "KeyO", ctrl: true }
/** F1 to F9; F5 and F10 to F12 are the browser's. */
export function functionKey(n: 1 | 2 | 3 | 4 | 6 | 7 | 8 | 9): KeyBinding {
  return { code: `F${n}` }
}
/** A single key: acts only while its region has focus (WCAG 2.1.4). */
export function singleKey(code: string): KeyBinding {
  return { code }
}

export function isSingle(key: KeyBinding): boolean {
  return !key.alt && !key.ctrl && !/^F[0-9]/.test(key.code)
}

export function matchesKey(event: KeyStroke, key: KeyBinding): boolean {
  const numpad = /^Digit([0-9])$/.exec(key.code)?.[1]
  if (event.code !== key.code && !(numpad !== undefined && event.code === `Numpad${numpad}`)) return false
  if (event.metaKey || event.getModifierState("AltGraph")) return false
  return event.altKey === (key.alt ?? false) && event.ctrlKey === (key.ctrl ?? false)
}

/** Whether a page could mean something by it wherever the hands are: a key that is no single one, and not the browser's. */
export function isPageKey(event: KeyStroke): boolean {
  if (event.metaKey || event.getModifierState("AltGraph")) return false
  const { code, altKey: alt, ctrlKey: ctrl } = event
  const letter = code.replace(/^Key/, "") as AltLetter
  if (alt)
    return !ctrl && (ALT_LETTERS.includes(letter) || code === ALT_POINT.code || code === ALT_COMMA.code)
  return ctrl ? /^Key[GHIJKO]$/.test(code) : /^F[1-46-9]$/.test(code)
}

const SIGNS: { readonly [code: string]: string } = { Backquote: "º", Period: ".", Comma: "," }
const NAMES: { readonly [code: string]: string } = {
  Space: "space",
  Backspace: "backspace",
  Enter: "enter",
  Escape: "escape",
  ArrowLeft: "left",
  ArrowRight: "right",
}

/** As it is drawn on its cap. `say` words the keys that have a name: `keys.name.space` is «Espacio». */
export function keyCapText(key: KeyBinding, say: (name: string) => string): string {
  const named = NAMES[key.code]
  const bare = SIGNS[key.code] ?? key.code.replace(/^(Key|Digit)/, "")
  const word = named === undefined ? bare : say(named)
  return key.alt ? `Alt ${word}` : key.ctrl ? `Ctrl ${word}` : word
}

/** For `aria-keyshortcuts`. */
export function ariaKeyShortcut(key: KeyBinding): string {
  const bare = SIGNS[key.code] ?? key.code.replace(/^(Key|Digit)/, "")
  return key.alt ? `Alt+${bare}` : key.ctrl ? `Control+${bare}` : bare
}
