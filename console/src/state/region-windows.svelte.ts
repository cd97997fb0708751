/**
 * Regions of a page in windows of their own (decision 0341). A region's window is the same page in the same session and draws
 * one region from the server's boards. It belongs to the window that opened it, its desk: both exchange `postMessage` over the
 * handles that the browser gives them, which outlive a reload of either.
 */

import { untrack } from "svelte"
import { marked, paneOf, readMessage, type WindowMessage } from "./window-messages.ts"
import {
  placeToOpen,
  readPlaces,
  type ScreenArea,
  type WindowPlace,
  windowFeatures,
  withPlace,
  writePlaces,
} from "./window-places.ts"

/** A region that may stand in a window of its own. */
export interface Pane {
  readonly id: string
  readonly title: () => string
}
/** What the shell does when a message comes from the other window. */
export interface WindowActs {
  press(message: Extract<WindowMessage, { kind: "key" | "run" }>, from: Window): void
  /** In a region's window: runs a command that its desk has passed to it. */
  run(id: string): void
  go(path: string): void
  /** In a region's window: takes the focus. */
  focus(at: string): void
  did(message: Extract<WindowMessage, { kind: "did" }>): void
}
interface ChoiceSetter {
  readonly set: (value: unknown) => void
}
interface ManyScreens {
  readonly screens: readonly ScreenArea[]
}

const STORED = "auxilio.windows"
const CHANNEL = "auxilio.windows"
/** How often a desk looks whether a window has been closed. */
const CLOSED_CHECK_MS = 500
/** How often a region's window tells its desk that it is open. */
const HELLO_MS = 1_000
/** After so many hellos without an answer the desk is reloading, or has gone to another site. */
const UNANSWERED_MAX = 5
const isBrowser = typeof window !== "undefined"

class RegionWindows {
  /** The region that this window shows; null: this window is a desk. */
  readonly own = isBrowser ? paneOf(location.search) : null
  /** In a region's window: its desk has answered. */
  joined = $state(false)
  /** In a region's window: its desk was closed or signed out, or another person sits there. */
  ended = $state(false)
  /** Whether regions of this page may be opened in windows. */
  offers = $state(false)
  /** The region whose window the browser refused to open. */
  refused = $state<string | null>(null)
  /** Whether the browser tells of all screens; `prompt`: the person has to be asked first. */
  screens = $state<"one" | "prompt" | "granted" | "denied">("one")
  panes = $state.raw<readonly Pane[]>([])
  acts: WindowActs | null = null
  #away = $state.raw<ReadonlySet<string>>(new Set())
  #handles = new Map<string, Window>()
  #who: string | null = null
  #isSignedOut = false
  #shared = new Map<string, ChoiceSetter>()
  /** The last value of each shared choice that was sent or received. */
  #values = new Map<string, string>()
  #watch: ReturnType<typeof setInterval> | undefined
  #many: ManyScreens | null = null
  #unanswered = 0

  /** Once, as the page begins. */
  begin(acts: WindowActs): void {
    this.acts = acts
    window.addEventListener("message", (event) => this.#receive(event))
    const all = new BroadcastChannel(CHANNEL)
    if (this.own === null) {
      void this.#learnScreens()
      // A desk that was loaded anew has lost its handles: each window tells its own desk again that it is there.
      all.postMessage("desk")
      return
    }
    all.onmessage = () => this.#hello()
    setInterval(() => this.#hello(), HELLO_MS)
    window.addEventListener("pagehide", () => this.#keepPlace())
  }
  /** Person, desk and mode of this window's session, as one string; null while it is not known. */
  setWho(who: string | null): void {
    this.#who = who
    if (who !== null) this.#isSignedOut = false
    if (this.own !== null) this.#hello()
  }
  /** After a sign-out all region windows close. */
  signedOut(): void {
    this.#who = null
    this.#isSignedOut = true
    this.refused = null
    if (this.own !== null) this.#end()
    for (const key of [...this.#handles.keys()]) this.#close(key)
  }

  // --- a desk
  /** Registers a region that is on the page; for an effect, which unregisters it. */
  register(pane: Pane): () => void {
    this.panes = [...untrack(() => this.panes), pane]
    return () => {
      this.panes = untrack(() => this.panes).filter((other) => other !== pane)
    }
  }
  isAway(pane: string | undefined): boolean {
    return pane !== undefined && this.#away.has(this.#key(pane))
  }
  get anyAway(): boolean {
    return this.#away.size > 0
  }
  /** Opens the region's window where it stood before, or moves the focus to it. False: the browser refused. */
  open(pane: string): boolean {
    const key = this.#key(pane)
    if (this.#handles.get(key)?.closed === false) {
      this.focus(pane)
      return true
    }
    const screen = window.screen as Screen & Partial<ScreenArea>
    const here = { ...this.#sizeOf(screen), availLeft: screen.availLeft ?? 0, availTop: screen.availTop ?? 0 }
    const place = placeToOpen(
      readPlaces(localStorage.getItem(STORED)).get(key),
      here,
      this.#many?.screens ?? null,
    )
    const handle = window.open(`${location.pathname}?window=${pane}`, "_blank", windowFeatures(place))
    this.refused = handle === null ? pane : null
    if (handle === null) return false
    // The window needs this name to bring the desk to the front.
    if (window.name === "") window.name = `auxilio-${crypto.randomUUID()}`
    this.#join(key, handle)
    return true
  }
  /** Moves the focus into a region's window; `at`: the control to begin with. */
  focus(pane: string, at = ""): void {
    const handle = this.#handles.get(this.#key(pane))
    if (handle === undefined || handle.closed) return
    handle.focus()
    post(handle, { kind: "focus", at })
  }
  /** Runs a command in the region's window: a command of the map is done where the map is. */
  runIn(pane: string, id: string): void {
    const handle = this.#handles.get(this.#key(pane))
    if (handle === undefined || handle.closed) return
    handle.focus()
    post(handle, { kind: "run", id })
  }
  /** The region stands at the desk again. */
  takeBack(pane: string): void {
    this.#close(this.#key(pane))
  }
  takeAllBack(): void {
    for (const key of [...this.#handles.keys()]) this.#close(key)
  }
  /** The browser asks the person; from then on windows open on the screen they had. */
  async allowScreens(): Promise<void> {
    const ask = (window as { getScreenDetails?: () => Promise<ManyScreens> }).getScreenDetails
    try {
      this.#many = (await ask?.call(window)) ?? null
      this.screens = this.#many === null ? "one" : "granted"
    } catch {
      this.screens = "denied"
    }
  }
  answer(to: Window, message: WindowMessage): void {
    post(to, message)
  }

  // --- choices that both share
  /** Shares a choice that is made in the browser alone. Called while a component is created. */
  share<T>(name: string, get: () => T, set: (value: T) => void): void {
    $effect(() => {
      this.#shared.set(name, { set: set as (value: unknown) => void })
      const known = this.own === null ? undefined : this.#values.get(name)
      if (known !== undefined) untrack(() => set(JSON.parse(known) as T))
      return () => {
        this.#shared.delete(name)
        this.#values.delete(name)
      }
    })
    // The initial value in a window is nobody's choice.
    let begins = this.own !== null
    $effect(() => {
      const value = JSON.stringify(get() ?? null)
      if (!begins) untrack(() => this.#sendChoice(name, value))
      begins = false
    })
  }
  #sendChoice(name: string, value: string): void {
    if (this.#values.get(name) === value) return
    // Before it has joined, a window does not know its desk's choices.
    if (this.own !== null && !this.joined) return
    this.#values.set(name, value)
    if (this.own === null) this.#sendToAll({ kind: "share", name, value })
    else this.sendToDesk({ kind: "share", name, value })
  }
  #applyChoice(name: string, value: string): void {
    if (this.#values.get(name) === value) return
    this.#values.set(name, value)
    this.#shared.get(name)?.set(JSON.parse(value))
  }
  #sendToAll(message: WindowMessage, but?: Window): void {
    for (const handle of this.#handles.values()) if (handle !== but) post(handle, message)
  }

  // --- a region's window
  sendToDesk(message: WindowMessage): void {
    const desk = window.opener as Window | null
    if (desk !== null && !desk.closed) post(desk, message)
  }
  /** Brings the desk to the front: where `focus` does not, opening a window by its name does. */
  bringDesk(): void {
    const desk = window.opener as Window | null
    if (desk === null || desk.closed) return
    desk.focus()
    if (desk.name !== "") window.open("", desk.name)
  }
  close(): void {
    this.#keepPlace()
    window.close()
  }
  #hello(): void {
    const desk = window.opener as Window | null
    if (desk === null || desk.closed) {
      this.#end()
      return
    }
    this.#keepPlace()
    if (this.#who === null || this.own === null || this.ended) return
    this.#unanswered += 1
    if (this.#unanswered > UNANSWERED_MAX) this.joined = false
    post(desk, { kind: "hello", page: location.pathname, pane: this.own, who: this.#who })
  }
  #end(): void {
    this.joined = false
    this.ended = true
    window.close() // A browser may refuse: then the window stays, empty, and says why.
  }
  #keepPlace(): void {
    if (this.own === null || document.visibilityState === "hidden") return
    const place: WindowPlace = {
      left: window.screenX,
      top: window.screenY,
      width: window.innerWidth,
      height: window.innerHeight,
    }
    const [places, key] = [readPlaces(localStorage.getItem(STORED)), this.#key(this.own)]
    if (JSON.stringify(places.get(key)) === JSON.stringify(place)) return
    localStorage.setItem(STORED, writePlaces(withPlace(places, key, place)))
  }

  #receive(event: MessageEvent): void {
    const from = event.source as Window | null
    const said = event.origin === location.origin && from !== null ? readMessage(event.data) : null
    if (said === null || from === null) return
    if (this.own === null) this.#receiveFromWindow(said, from)
    else if (from === window.opener) this.#receiveFromDesk(said)
  }
  #receiveFromWindow(said: WindowMessage, from: Window): void {
    if (said.kind === "hello") this.#admit(said, from)
    if (![...this.#handles.values()].includes(from)) return
    if (said.kind === "share") {
      this.#applyChoice(said.name, said.value)
      this.#sendToAll(said, from)
    } else if (said.kind === "go") this.acts?.go(said.path)
    else if (said.kind === "key" || said.kind === "run") this.acts?.press(said, from)
  }
  #admit({ page, pane, who }: Extract<WindowMessage, { kind: "hello" }>, from: Window): void {
    if (this.#who === null && !this.#isSignedOut) return // Our session is not known yet; the window sends another hello.
    const key = `${page} ${pane}`
    const other = this.#handles.get(key)
    if (who !== this.#who || (other !== undefined && other !== from && !other.closed)) {
      post(from, { kind: "end" })
      return
    }
    this.#join(key, from)
    post(from, { kind: "joined", shared: Object.fromEntries(this.#values) })
  }
  #receiveFromDesk(said: WindowMessage): void {
    if (said.kind === "end") this.#end()
    else if (said.kind === "focus") this.acts?.focus(said.at)
    else if (said.kind === "run") this.acts?.run(said.id)
    else if (said.kind === "did") this.acts?.did(said)
    else if (said.kind === "share") this.#applyChoice(said.name, said.value)
    else if (said.kind === "joined") {
      for (const [name, value] of Object.entries(said.shared)) this.#applyChoice(name, value)
      this.joined = true
      this.#unanswered = 0
    }
  }

  #key(pane: string): string {
    return `${location.pathname} ${pane}`
  }
  #join(key: string, handle: Window): void {
    this.#handles.set(key, handle)
    if (!this.#away.has(key)) this.#away = new Set(this.#handles.keys())
    this.#watch ??= setInterval(() => this.#dropClosed(), CLOSED_CHECK_MS)
  }
  #close(key: string): void {
    this.#handles.get(key)?.close()
    this.#handles.delete(key)
    this.#away = new Set(this.#handles.keys())
  }
  /** Forgets windows that were closed: their regions stand at the desk again. */
  #dropClosed(): void {
    for (const [key, handle] of this.#handles) if (handle.closed) this.#close(key)
    if (this.#handles.size > 0) return
    clearInterval(this.#watch)
    this.#watch = undefined
  }
  #sizeOf({ availWidth, availHeight }: Screen) {
    return { availWidth, availHeight }
  }
  async #learnScreens(): Promise<void> {
    if (!(window.screen as { isExtended?: boolean }).isExtended) return
    try {
      const found = await navigator.permissions.query({ name: "window-management" as PermissionName })
      this.screens = found.state
      if (found.state === "granted") await this.allowScreens()
    } catch {
      // Without this permission, windows open on the screen of the page.
    }
  }
}

const post = (to: Window, message: WindowMessage): void => to.postMessage(marked(message), location.origin)

export const regionWindows = new RegionWindows()
