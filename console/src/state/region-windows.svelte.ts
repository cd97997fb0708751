/**
 * Regions of a page in windows of their own (decision 0341). Each such window is the same page, signed in by the same session,
 * that draws one region; what it shows comes from the server's boards. It belongs to the window that opened it, its desk, and to
 * no other: both speak with `postMessage` over the handle that the browser gives them, which a reload of either outlives.
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
/** What the shell does with what a window says. */
export interface WindowActs {
  press(message: Extract<WindowMessage, { kind: "key" | "run" }>, from: Window): void
  /** In a region's window: what its desk leaves to it. */
  run(id: string): void
  go(path: string): void
  /** The hands are wanted in this window. */
  hands(at: string): void
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
/** A window that was closed is missed within this time, and one whose desk is gone closes. */
const LOOK_MS = 500
const HELLO_MS = 1_000
/** A desk that answers no more than this is reloading, or has gone to another site. */
const UNANSWERED_MAX = 5
const isBrowser = typeof window !== "undefined"

class RegionWindows {
  /** This window shows one region alone; null: it is a desk. */
  readonly own = isBrowser ? paneOf(location.search) : null
  /** Of a region's window: it has found its desk. */
  joined = $state(false)
  /** Of a region's window: its desk has gone, signed out or changed hands. */
  ended = $state(false)
  /** The page in sight has regions that may leave it. */
  offers = $state(false)
  /** The region whose window the browser refused to open. */
  refused = $state<string | null>(null)
  /** Whether the browser would tell of all screens: `prompt` where it has to be asked. */
  screens = $state<"one" | "prompt" | "granted" | "denied">("one")
  panes = $state.raw<readonly Pane[]>([])
  acts: WindowActs | null = null
  #away = $state.raw<ReadonlySet<string>>(new Set())
  #handles = new Map<string, Window>()
  #who: string | null = null
  #out = false
  #shared = new Map<string, ChoiceSetter>()
  /** The value of each choice as both sides know it. */
  #values = new Map<string, string>()
  #watch: ReturnType<typeof setInterval> | undefined
  #many: ManyScreens | null = null
  #unanswered = 0

  /** Once, as the page begins. */
  begin(acts: WindowActs): void {
    this.acts = acts
    window.addEventListener("message", (event) => this.#hear(event))
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
  /** Who is signed in here: person, desk and mode in one word. Null while it is not known. */
  setWho(who: string | null): void {
    this.#who = who
    if (who !== null) this.#out = false
    if (this.own !== null) this.#hello()
  }
  /** Nobody is signed in any more: no window of a region stays. */
  signedOut(): void {
    this.#who = null
    this.#out = true
    this.refused = null
    if (this.own !== null) this.#end()
    for (const key of [...this.#handles.keys()]) this.#close(key)
  }

  // --- a desk
  /** Says that a region is on the page; for an effect. */
  present(pane: Pane): () => void {
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
  /** Opens it where it stood before; one that is open already gets the hands. False: the browser refused. */
  open(pane: string): boolean {
    const key = this.#key(pane)
    if (this.#handles.get(key)?.closed === false) {
      this.go(pane)
      return true
    }
    const screen = window.screen as Screen & Partial<ScreenArea>
    const here = { ...this.#area(screen), availLeft: screen.availLeft ?? 0, availTop: screen.availTop ?? 0 }
    const place = placeToOpen(
      readPlaces(localStorage.getItem(STORED)).get(key),
      here,
      this.#many?.screens ?? null,
    )
    const handle = window.open(`${location.pathname}?window=${pane}`, "_blank", windowFeatures(place))
    this.refused = handle === null ? pane : null
    if (handle === null) return false
    // By this name the window brings the desk to the front.
    if (window.name === "") window.name = `auxilio-${crypto.randomUUID()}`
    this.#join(key, handle)
    return true
  }
  go(pane: string, at = ""): void {
    const handle = this.#handles.get(this.#key(pane))
    if (handle === undefined || handle.closed) return
    handle.focus()
    post(handle, { kind: "hands", at })
  }
  /** What is done on the map is done where the map is. */
  leaveTo(pane: string, id: string): void {
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

  // --- what both have in hand
  /** A choice of the page that is made in the browser alone. While a component is being made. */
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
    // What a window begins with is no choice of anybody's.
    let begins = this.own !== null
    $effect(() => {
      const value = JSON.stringify(get() ?? null)
      if (!begins) untrack(() => this.#tell(name, value))
      begins = false
    })
  }
  #tell(name: string, value: string): void {
    if (this.#values.get(name) === value) return
    // What a window has begun with by itself is not what its desk has in hand.
    if (this.own !== null && !this.joined) return
    this.#values.set(name, value)
    if (this.own === null) this.#tellAll({ kind: "share", name, value })
    else this.hand({ kind: "share", name, value })
  }
  #take(name: string, value: string): void {
    if (this.#values.get(name) === value) return
    this.#values.set(name, value)
    this.#shared.get(name)?.set(JSON.parse(value))
  }
  #tellAll(message: WindowMessage, but?: Window): void {
    for (const handle of this.#handles.values()) if (handle !== but) post(handle, message)
  }

  // --- a region's window
  /** To the desk. */
  hand(message: WindowMessage): void {
    const desk = window.opener as Window | null
    if (desk !== null && !desk.closed) post(desk, message)
  }
  /** Brings the desk to the front: a browser does it for who opens what is open. */
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
    window.close() // Where the browser does not let it, it stands empty and says why.
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

  #hear(event: MessageEvent): void {
    const from = event.source as Window | null
    const said = event.origin === location.origin && from !== null ? readMessage(event.data) : null
    if (said === null || from === null) return
    if (this.own === null) this.#hearWindow(said, from)
    else if (from === window.opener) this.#hearDesk(said)
  }
  #hearWindow(said: WindowMessage, from: Window): void {
    if (said.kind === "hello") this.#meet(said, from)
    if (![...this.#handles.values()].includes(from)) return
    if (said.kind === "share") {
      this.#take(said.name, said.value)
      this.#tellAll(said, from)
    } else if (said.kind === "go") this.acts?.go(said.path)
    else if (said.kind === "key" || said.kind === "run") this.acts?.press(said, from)
  }
  #meet({ page, pane, who }: Extract<WindowMessage, { kind: "hello" }>, from: Window): void {
    if (this.#who === null && !this.#out) return // Not known yet: it says it again.
    const key = `${page} ${pane}`
    const other = this.#handles.get(key)
    if (who !== this.#who || (other !== undefined && other !== from && !other.closed)) {
      post(from, { kind: "end" })
      return
    }
    this.#join(key, from)
    post(from, { kind: "joined", shared: Object.fromEntries(this.#values) })
  }
  #hearDesk(said: WindowMessage): void {
    if (said.kind === "end") this.#end()
    else if (said.kind === "hands") this.acts?.hands(said.at)
    else if (said.kind === "run") this.acts?.run(said.id)
    else if (said.kind === "did") this.acts?.did(said)
    else if (said.kind === "share") this.#take(said.name, said.value)
    else if (said.kind === "joined") {
      for (const [name, value] of Object.entries(said.shared)) this.#take(name, value)
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
    this.#watch ??= setInterval(() => this.#look(), LOOK_MS)
  }
  #close(key: string): void {
    this.#handles.get(key)?.close()
    this.#handles.delete(key)
    this.#away = new Set(this.#handles.keys())
  }
  /** Closed by its own key or by the browser's: its region is at the desk again. */
  #look(): void {
    for (const [key, handle] of this.#handles) if (handle.closed) this.#close(key)
    if (this.#handles.size > 0) return
    clearInterval(this.#watch)
    this.#watch = undefined
  }
  #area({ availWidth, availHeight }: Screen) {
    return { availWidth, availHeight }
  }
  async #learnScreens(): Promise<void> {
    if (!(window.screen as { isExtended?: boolean }).isExtended) return
    try {
      const found = await navigator.permissions.query({ name: "window-management" as PermissionName })
      this.screens = found.state
      if (found.state === "granted") await this.allowScreens()
    } catch {
      // A browser that knows no such permission puts windows where it was asked to, on the screen of the page.
    }
  }
}

const post = (to: Window, message: WindowMessage): void => to.postMessage(marked(message), location.origin)

export const regionWindows = new RegionWindows()
