/** Messages between a desk and the windows of its regions; malformed ones are ignored. Pure. */

/** A key as it was pressed, to be pressed at the desk. */
export interface PressedKey {
  readonly code: string
  readonly key: string
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly shiftKey: boolean
}

export type WindowMessage =
  /** Window to desk, each second: it is open, and this is its session. */
  | { readonly kind: "hello"; readonly page: string; readonly pane: string; readonly who: string }
  /** The desk's answer, with the shared choices. */
  | { readonly kind: "joined"; readonly shared: Readonly<Record<string, string>> }
  /** Desk to window: close, because another person or nobody is signed in at the desk. */
  | { readonly kind: "end" }
  /** Desk to window: take the focus; `at` names the control to begin with. */
  | { readonly kind: "focus"; readonly at: string }
  /** A shared choice, such as the task in hand, has changed. */
  | { readonly kind: "share"; readonly name: string; readonly value: string }
  /** Window to desk: a key that was pressed in the window and acts at the desk. */
  | { readonly kind: "key"; readonly stroke: PressedKey }
  /** A command to be run on the other side. */
  | { readonly kind: "run"; readonly id: string }
  | { readonly kind: "go"; readonly path: string }
  /** Desk to window, after a key or command: its label, why it was refused, and whether the desk asks a question now. */
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
  focus: { at: name },
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
