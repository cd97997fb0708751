/**
 * Everything a person can do, as one list of objects. Buttons, keys, the command bar, the help sheet and
 * the tests are views of it; nothing that can be pressed exists anywhere else.
 */

import type { MessageFacts, MessageKey } from "../i18n/i18n.svelte.ts"
import type { Answer } from "../state/outbox.ts"
import { isSingle, type KeyBinding, type KeyStroke, matchesKey } from "./keys.ts"

export interface ConsoleCommand {
  /** `calls.answer`: the capability and what is done. */
  readonly id: string
  readonly label: MessageKey
  readonly facts?: () => MessageFacts
  /** What other people call it, with commas between: the command bar finds it by these words too. */
  readonly also?: MessageKey
  readonly key?: KeyBinding
  /** The region (its F number) whose focus a single key needs. */
  readonly region?: number
  /** The part of that region (a word of its `data-keys`) in which the hands must be; without it the whole region. */
  readonly part?: string
  /** The word of `identity.core.permissions` that guards it; without it nothing is shown. */
  readonly permission?: string
  /** Whether it makes sense now: true, or the catalogue key of why it does not. */
  readonly when?: () => true | MessageKey
  /** What it does. What it sends answers here, so that a refusal is shown where it was pressed. */
  readonly run: () => Answer | undefined | Promise<Answer | undefined> | Promise<void> | void
  /** The kinds of server commands it sends: for tests. */
  readonly sends?: readonly string[]
  /**
   * What on the screen a press is about. While one is on its way, another about the same is a slip and does nothing;
   * about the next step, the next alarm, it counts: the board is often quicker than the answer to who pressed.
   */
  readonly about?: () => unknown
  /**
   * It answers a question of the screen: only a key pressed after what it is about was there acts on it. What came while
   * the key waited for the server has been seen by nobody (decision 0328).
   */
  readonly asks?: true
  /** It may open a question of its own, which keys typed ahead of it do not answer. */
  readonly mayAsk?: true
  /** What its button says while it works, where nothing is sent that must be confirmed. */
  readonly doing?: MessageKey
  /** Must be pressed twice in 2 s: what ends a conversation is not a slip. */
  readonly twice?: boolean
  /** What the first of two presses says, with the command's facts, where the second needs a reason. */
  readonly again?: MessageKey
  /** A call that rings waits for no question: its key closes the layers over the page, which warn once of text that was not sent. */
  readonly urgent?: true
  /** Somebody who is new begins with it: while it can act, F1 offers it before anything else. */
  readonly begins?: true
  /** Not offered in the command bar: it needs its place on the page to be understood. */
  readonly placed?: boolean
}

/** For `when`: it is there, or why not. */
export const whenPresent = (there: unknown, why: MessageKey): true | MessageKey => (there ? true : why)

/** For `when`: both, or why not the first that does not hold. */
export const whenBoth = (first: true | MessageKey, then: true | MessageKey): true | MessageKey =>
  first === true ? then : first

/** What the page knows about where a key fell. */
export interface KeyContext {
  readonly typing: boolean
  /** The F number of the region that has focus. */
  readonly region: number | null
  /** The part of the region that has focus: its `data-keys`, one word or several. */
  readonly part?: string | undefined
  readonly layer: boolean
}

/** The command that a key press means here, if any. */
export function commandForKey(
  commands: readonly ConsoleCommand[],
  press: KeyStroke,
  where: KeyContext,
): ConsoleCommand | undefined {
  return commands.find((command) => {
    // A layer is a question: until it is answered or closed, no key acts behind it.
    if (where.layer && !command.urgent) return false
    if (command.key === undefined || !matchesKey(press, command.key)) return false
    if (!isSingle(command.key)) return true
    if (where.typing || command.region === undefined || command.region !== where.region) return false
    return command.part === undefined || where.part?.split(" ").includes(command.part) === true
  })
}

export function permittedCommands(
  commands: readonly ConsoleCommand[],
  permissions: ReadonlySet<string>,
): readonly ConsoleCommand[] {
  return commands.filter((command) => command.permission === undefined || permissions.has(command.permission))
}

/** Keys that two commands claim at once: a defect, found by the tests of each page. */
export function keyConflicts(commands: readonly ConsoleCommand[]): string[] {
  const seen = new Map<string, string>()
  const found: string[] = []
  for (const { id, key, region } of commands) {
    if (key === undefined) continue
    const name = `${key.alt ? "Alt+" : ""}${key.ctrl ? "Ctrl+" : ""}${key.code}${isSingle(key) ? `@${region}` : ""}`
    const other = seen.get(name)
    if (other !== undefined) found.push(`${name}: ${other}, ${id}`)
    else seen.set(name, id)
  }
  return found
}
