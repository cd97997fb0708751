/** What a desk and the windows of its regions say to each other. Only what is well formed is heard. Pure. */

/** A key as it was pressed, to be pressed at the desk. */
export interface PressedKey {
  readonly code: string
  readonly key: string
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly shiftKey: boolean
}

export type WindowMessage =
  /** A window to its desk, each second: it is there, and this is who is signed in there. */
  | { readonly kind: "hello"; readonly page: string; readonly pane: string; readonly who: string }
  /** The desk's answer: it is joined, and what the desk has in hand. */
  | { readonly kind: "joined"; readonly shared: Readonly<Record<string, string>> }
  /** The desk closes it: nobody is signed in there, or somebody else. */
  | { readonly kind: "end" }
  /** The hands are wanted in it; `at` is what they begin with. */
  | { readonly kind: "hands"; readonly at: string }
  /** A choice of the page, such as the task in hand, has changed. */
  | { readonly kind: "share"; readonly name: string; readonly value: string }
  /** Pressed in the window, and meant for the desk. */
  | { readonly kind: "key"; readonly stroke: PressedKey }
  /** A command of the other side: of the desk's page, or of the map that stands in its window. */
  | { readonly kind: "run"; readonly id: string }
  | { readonly kind: "go"; readonly path: string }
  /** What became of that: its words, why it could not be, and whether the desk asks something now. */
  | { readonly kind: "did"; readonly words: string; readonly why: string; readonly asks: boolean }

/** Characters: a name, and a choice with all the marks of a centre's units (ours). */
const NAME_MAX = 200
const VALUE_MAX = 20_000
const SHARED_MAX = 50

const isText = (value: unknown, most: number): value is string =>
  typeof value === "string" && value.length <= most
const isShared = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  Object.keys(value).length <= SHARED_MAX &&
  Object.entries(value).every(([name, each]) => isText(name, NAME_MAX) && isText(each, VALUE_MAX))
function isStroke(value: unknown): boolean {
  const { code, key, ...held } = (value ?? {}) as Record<string, unknown>
  const names = ["altKey", "ctrlKey", "shiftKey"]
  return (
    isText(code, NAME_MAX) && isText(key, NAME_MAX) && names.every((name) => typeof held[name] === "boolean")
  )
}

type Check = (value: unknown) => boolean
const name: Check = (value) => isText(value, NAME_MAX)
const words: Check = (value) => isText(value, VALUE_MAX)
const FIELDS: { readonly [kind in WindowMessage["kind"]]: { readonly [field: string]: Check } } = {
  hello: { page: name, pane: name, who: name },
  joined: { shared: isShared },
  end: {},
  hands: { at: name },
  share: { name, value: words },
  key: { stroke: isStroke },
  run: { id: name },
  // Within this page: an address elsewhere is nothing that a region leads to.
  go: { path: (value) => isText(value, NAME_MAX) && value.startsWith("/") && !value.startsWith("//") },
  did: { words, why: words, asks: (value) => typeof value === "boolean" },
}

export function readMessage(data: unknown): WindowMessage | null {
  if (typeof data !== "object" || data === null) return null
  const { auxilio, ...message } = data as Record<string, unknown>
  const kind = message.kind
  if (auxilio !== "window" || typeof kind !== "string" || !Object.hasOwn(FIELDS, kind)) return null
  const fields = Object.entries(FIELDS[kind as WindowMessage["kind"]])
  return fields.every(([field, check]) => check(message[field]))
    ? (message as unknown as WindowMessage)
    : null
}
/** As it is sent: other scripts of the origin speak of other things. */
export const marked = (message: WindowMessage) => ({ auxilio: "window", ...message })

/** The region that an address asks for in a window of its own. */
export function paneOf(query: string): string | null {
  const asked = new URLSearchParams(query).get("window")
  return asked !== null && /^[a-z0-9]{1,20}$/.test(asked) ? asked : null
}
