/** Both ends of a region's window for the frame of the page: keys that are done at the desk, who is signed in, what is shared. */

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

/** The pages of somebody who works on a case, whose regions may leave them. */
const PAGES = new Set(["/desk", "/centre", "/room"])
/** What a region begins with where its field is asked for. */
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
/** For the window's keydown: true where the desk was told. */
export function pressedAtDesk(event: KeyboardEvent): boolean {
  if (regionWindows.own === null || !isForDesk(event)) return false
  event.preventDefault()
  const { code, key, altKey, ctrlKey, shiftKey } = event
  regionWindows.hand({ kind: "key", stroke: { code, key, altKey, ctrlKey, shiftKey } })
  return true
}
/** A button of a key of the whole page. What has no such key, or is a key of this region, is done here. */
function handOver(command: ConsoleCommand): boolean {
  if (command.key === undefined || isDoneHere(command.id)) return false
  if (!isPageKey({ ...strokeOfKey(command), metaKey: false, shiftKey: false, getModifierState: () => false }))
    return false
  regionWindows.hand({ kind: "run", id: command.id })
  return true
}
const strokeOfKey = ({ key }: ConsoleCommand) => ({
  code: key?.code ?? "",
  altKey: key?.alt ?? false,
  ctrlKey: key?.ctrl ?? false,
})

/** At the desk, while the map stands in its own window. */
function leaveToMap(command: ConsoleCommand): boolean {
  if (!isOfMap(command) || !regionWindows.isAway(MAP_PANE)) return false
  regionWindows.leaveTo(MAP_PANE, command.id)
  return true
}

/** At the desk: what somebody pressed in a window, as if it had been pressed here. */
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

/** The region that has the hands, if it may have a window. */
function focusedPane(): string | undefined {
  const pane = document.activeElement?.closest<HTMLElement>("[data-pane]")?.dataset.pane
  return regionWindows.panes.some(({ id }) => id === pane) ? pane : undefined
}
/** A region that has left is a title here: the hands stay on it, and a second press of its key follows it. */
export function goToRegion(n: number): boolean {
  const pane = `${n}`
  if (regionWindows.isAway(pane) && regionOf(document.activeElement) === n) {
    regionWindows.go(pane)
    return true
  }
  return focusRegion(n)
}
function handsIn(pane: string): boolean {
  const region = document.querySelector<HTMLElement>(`[data-pane="${CSS.escape(pane)}"]`)
  region?.focus()
  return region !== null
}

/** Once, while the frame is being made. */
export function useRegionWindows(openBar: () => void): void {
  const own = regionWindows.own
  speaker.silent = own !== null
  /** The desk has left this to us: it does not go back. */
  let runs = false
  if (own !== null) {
    commands.handOver = (command) => !runs && handOver(command)
    router.handOver = (path) => {
      regionWindows.hand({ kind: "go", path })
      regionWindows.bringDesk()
    }
  } else commands.handOver = leaveToMap
  regionWindows.begin({
    press: (message, from) => void press(message, from),
    run(id) {
      window.focus()
      runs = true
      commands.runById(id)
      runs = false
    },
    go: (path) => router.go(path),
    hands(at) {
      window.focus()
      const field = FIELDS[at] && document.querySelector<HTMLElement>(FIELDS[at])
      if (field) field.focus()
      else if (!focusRegion(Number(own))) handsIn(own ?? "")
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
        // Its keys go on acting at the desk too: the hands stay on its title for when they come back.
        if (regionWindows.open(pane)) handsIn(pane)
      },
      takeBack(pane) {
        regionWindows.takeBack(pane)
        void tick().then(() => focusRegion(Number(pane)) || handsIn(pane))
      },
      takeAllBack: () => regionWindows.takeAllBack(),
      go: (pane) => regionWindows.go(pane),
      allowScreens: () => regionWindows.allowScreens(),
      choose: openBar,
    })
  })
  // How this person sees it is one choice in all their windows.
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
