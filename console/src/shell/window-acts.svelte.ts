/** Connects the page to `regionWindows`, at the desk and in a region's window: keys that act at the desk, the session, shared choices. */

import { tick } from "svelte"
import { commands } from "../commands/commands.svelte.ts"
import { isPageKey, type KeyStroke } from "../commands/keys.ts"
import type { ConsoleCommand } from "../commands/registry.ts"
import { i18n, type Language, t } from "../i18n/i18n.svelte.ts"
import { focusRegion, isTyping, regionOf } from "../kit/focus.ts"
import { problemText } from "../kit/problem-text.ts"
import { speaker } from "../kit/sounds.ts"
import { ownPreferences } from "../preferences/own-preferences.svelte.ts"
import type { OwnPreferences } from "../preferences/preferences.ts"
import { type LookedAt, mapLook } from "../state/map-look.svelte.ts"
import { regionWindows } from "../state/region-windows.svelte.ts"
import { session } from "../state/session.svelte.ts"
import type { PressedKey, WindowMessage } from "../state/window-messages.ts"
import { router } from "./router.svelte.ts"
import { settings } from "./settings.svelte.ts"
import { isDoneHere, isOfMap, MAP_PANE, ownWindowCommands, windowCommands } from "./window-commands.ts"

/** The pages whose regions may be opened in windows. */
const PAGES = new Set(["/desk", "/centre", "/room"])
/** The control of a region that gets the focus, by the `at` of the message. */
const FIELDS: { readonly [at: string]: string } = { message: "[data-message] input" }

const layers = () => document.querySelectorAll("dialog[open]").length
const strokeOf = (key: PressedKey): KeyStroke => ({ ...key, metaKey: false, getModifierState: () => false })
const ownRegion = () => (regionWindows.own === null ? null : `shell.region_${regionWindows.own}`)

/** What was last done at the desk from this window; for its line. */
export const deskLine = $state({ words: "", why: "" })

/** Whether the desk acts on this key: in the window of a region, what has a meaning on the whole page. */
function isForDesk(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.repeat || layers() > 0) return false
  if (event.code === "Backquote" && settings.barKey && !isTyping(event.target))
    return !event.altKey && !event.ctrlKey && !event.metaKey
  if (!isPageKey(event)) return false
  const command = commands.forKey(event)
  return command === undefined || !(isDoneHere(command.id) || command.id === ownRegion())
}
/** For the window's keydown. True: the key was sent to the desk. */
export function pressedAtDesk(event: KeyboardEvent): boolean {
  if (regionWindows.own === null || !isForDesk(event)) return false
  event.preventDefault()
  const { code, key, altKey, ctrlKey, shiftKey } = event
  regionWindows.sendToDesk({ kind: "key", stroke: { code, key, altKey, ctrlKey, shiftKey } })
  return true
}
/** For a button whose key acts on the whole page: the desk runs it. Without such a key, or of this region, it is run here. */
function runAtDesk(command: ConsoleCommand): boolean {
  if (command.key === undefined || isDoneHere(command.id)) return false
  if (!isPageKey({ ...strokeOfKey(command), metaKey: false, shiftKey: false, getModifierState: () => false }))
    return false
  regionWindows.sendToDesk({ kind: "run", id: command.id })
  return true
}
const strokeOfKey = ({ key }: ConsoleCommand) => ({
  code: key?.code ?? "",
  altKey: key?.alt ?? false,
  ctrlKey: key?.ctrl ?? false,
})

/** At the desk, while the map stands in its own window: the window runs commands of the map. */
function runInMapWindow(command: ConsoleCommand): boolean {
  if (!isOfMap(command) || !regionWindows.isAway(MAP_PANE)) return false
  regionWindows.runIn(MAP_PANE, command.id)
  return true
}

/** At the desk: acts on a key or button that was pressed in a window, as if it had been pressed here. */
async function press(message: Extract<WindowMessage, { kind: "key" | "run" }>, from: Window): Promise<void> {
  const [before, hand] = [layers(), document.activeElement]
  const command =
    message.kind === "run" ? commands.find(message.id) : commands.forKey(strokeOf(message.stroke))
  const reason = command?.when?.() ?? true
  const say = (why: string, asks = false) => {
    const again = command !== undefined && commands.runOf(command.id).armed ? ` · ${t("kit.again")}` : ""
    const words = command === undefined ? "" : t(command.label, command.facts?.()) + again
    regionWindows.answer(from, { kind: "did", words, why, asks })
  }
  const done = message.kind === "run" && command && before === 0 ? commands.run(command) : null
  if (message.kind === "key") {
    const event = new KeyboardEvent("keydown", { ...message.stroke, bubbles: true, cancelable: true })
    ;(document.activeElement ?? document.body).dispatchEvent(event)
  }
  await tick()
  if (command === undefined) return say(before > 0 ? t("window.desk_asks") : t("window.no_key"), before > 0)
  say(reason === true ? "" : t(reason), layers() > before || document.activeElement !== hand)
  await done
  const { problem } = commands.runOf(command.id)
  if (done && problem) say(problemText(problem))
}

/** The region that has the focus, if it may have a window. */
function focusedPane(): string | undefined {
  const pane = document.activeElement?.closest<HTMLElement>("[data-pane]")?.dataset.pane
  return regionWindows.panes.some(({ id }) => id === pane) ? pane : undefined
}
/** A region in a window is a title here: its key moves the focus to the title, and a second press to the window. */
export function goToRegion(n: number): boolean {
  const pane = `${n}`
  if (regionWindows.isAway(pane) && regionOf(document.activeElement) === n) {
    regionWindows.focus(pane)
    return true
  }
  return focusRegion(n)
}
function focusPane(pane: string): boolean {
  const region = document.querySelector<HTMLElement>(`[data-pane="${CSS.escape(pane)}"]`)
  region?.focus()
  return region !== null
}

/** Called once, while the frame of the page is created. */
export function useRegionWindows(openBar: () => void): void {
  const own = regionWindows.own
  speaker.silent = own !== null
  /** A command that the desk passed to this window is not sent back to it. */
  let fromDesk = false
  if (own !== null) {
    commands.handOver = (command) => !fromDesk && runAtDesk(command)
    router.handOver = (path) => {
      regionWindows.sendToDesk({ kind: "go", path })
      regionWindows.bringDesk()
    }
  } else commands.handOver = runInMapWindow
  regionWindows.begin({
    press: (message, from) => void press(message, from),
    run(id) {
      window.focus()
      fromDesk = true
      commands.runById(id)
      fromDesk = false
    },
    go: (path) => router.go(path),
    focus(at) {
      window.focus()
      const field = FIELDS[at] && document.querySelector<HTMLElement>(FIELDS[at])
      if (field) field.focus()
      else if (!focusRegion(Number(own))) focusPane(own ?? "")
    },
    did({ words, why, asks }) {
      Object.assign(deskLine, { words, why })
      if (asks) regionWindows.bringDesk()
    },
  })
  const who = $derived(
    session.current?.password_given === false
      ? `${session.current.person.id} ${session.current.desk ?? ""} ${session.current.mode}`
      : null,
  )
  $effect(() => regionWindows.setWho(who))
  $effect(() => {
    if (session.state === "out") regionWindows.signedOut()
  })
  $effect(() => {
    regionWindows.offers =
      who !== null && PAGES.has(router.path) && (own !== null || router.query.get("mural") !== "1")
  })
  commands.provide(() => {
    if (own !== null) return ownWindowCommands(() => regionWindows.close())
    if (!regionWindows.offers) return []
    return windowCommands({
      focused: focusedPane,
      panes: regionWindows.panes,
      isAway: (pane) => regionWindows.isAway(pane),
      anyAway: regionWindows.anyAway,
      screensAsked: regionWindows.screens === "prompt",
      open(pane) {
        // The region's keys still act at the desk: the focus stays on its title.
        if (regionWindows.open(pane)) focusPane(pane)
      },
      takeBack(pane) {
        regionWindows.takeBack(pane)
        void tick().then(() => focusRegion(Number(pane)) || focusPane(pane))
      },
      takeAllBack: () => regionWindows.takeAllBack(),
      go: (pane) => regionWindows.focus(pane),
      allowScreens: () => regionWindows.allowScreens(),
      choose: openBar,
    })
  })
  // Preferences, theme and language hold in all windows of the person.
  regionWindows.share<OwnPreferences>(
    "preferences",
    () => ownPreferences.current,
    (kept) => ownPreferences.show(kept),
  )
  regionWindows.share(
    "theme",
    () => settings.theme,
    (theme) => settings.setTheme(theme, false),
  )
  regionWindows.share<Language>(
    "language",
    () => i18n.language,
    (language) => void i18n.use(language, false),
  )
  regionWindows.share<LookedAt | null>(
    "map.look",
    () => mapLook.at,
    (at) => {
      mapLook.at = at
    },
  )
}
