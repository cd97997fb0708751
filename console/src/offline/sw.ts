/**
 * The service worker: keeps the files of the crew's page, so that it opens in a place without network (decision 0091), and
 * shows what wakes a telephone whose screen is off (decision 0416).
 * The build writes the list of files in place of the mark below (tools/offline.ts) and serves this as `/sw.js`.
 */

import { cacheStrategyOf, networkElseCache, outdatedCaches } from "./cache.ts"
import { isSeen, noticeOf, pageOf, type WakeUpNotice, wakeUpOf } from "./wake-up.ts"

/** What a service worker's global offers, as far as we use it: TypeScript's own library clashes with a page's. */
interface Extendable extends Event {
  waitUntil(until: Promise<unknown>): void
}
interface Fetching extends Extendable {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
interface Pushed extends Extendable {
  readonly data: { text(): string } | null
}
interface Pressed extends Extendable {
  readonly notification: { close(): void }
}
interface Page {
  readonly url: string
  readonly visibilityState: string
  focus(): Promise<unknown>
}
interface Worker {
  readonly location: Location
  readonly clients: {
    claim(): Promise<void>
    matchAll(of: { type: "window"; includeUncontrolled: true }): Promise<readonly Page[]>
    openWindow(url: string): Promise<unknown>
  }
  readonly registration: { showNotification(title: string, notice: WakeUpNotice): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(type: "install" | "activate", listener: (event: Extendable) => void): void
  addEventListener(type: "fetch", listener: (event: Fetching) => void): void
  addEventListener(type: "push", listener: (event: Pushed) => void): void
  addEventListener(type: "notificationclick", listener: (event: Pressed) => void): void
}

const worker = self as unknown as Worker
const FILES = JSON.parse("__AUXILIO_FILES__") as readonly string[]
/** Another build has other files, and so another shelf. */
const SHELF = "auxilio-__AUXILIO_BUILD__"
const SHELL = "/unit"
const WITHIN_MS = 4_000

worker.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(SHELF)
      .then((shelf) => shelf.addAll([SHELL, ...FILES]))
      .then(() => worker.skipWaiting()),
  )
})

worker.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(outdatedCaches(names, SHELF).map((name) => caches.delete(name))))
      .then(() => worker.clients.claim()),
  )
})

worker.addEventListener("fetch", (event) => {
  const way = cacheStrategyOf(event.request, worker.location.origin)
  // A newer page than the shelf's is shown and not kept: its files come with the worker of its own build.
  if (way === "shell") event.respondWith(newest(event.request, SHELL, false))
  if (way === "style") event.respondWith(newest(event.request, event.request.url, true))
  if (way === "asset") event.respondWith(shelved(event.request))
})

const pages = () => worker.clients.matchAll({ type: "window", includeUncontrolled: true })

worker.addEventListener("push", (event) => {
  event.waitUntil(
    pages().then((open) => {
      if (isSeen(open)) return
      const said = wakeUpOf(event.data?.text() ?? "")
      return worker.registration.showNotification(said.title, noticeOf(said))
    }),
  )
})

worker.addEventListener("notificationclick", (event) => {
  event.notification.close()
  event.waitUntil(pages().then((open) => pageOf(open)?.focus() ?? worker.clients.openWindow(SHELL)))
})

async function shelved(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request)
}

async function newest(request: Request, as: string, keep: boolean): Promise<Response> {
  const within = new Promise<void>((done) => setTimeout(done, WITHIN_MS))
  const network = async () => {
    const answer = await fetch(request)
    if (keep && answer.ok) await (await caches.open(SHELF)).put(as, answer.clone())
    return answer
  }
  return networkElseCache(network, () => caches.match(as), within)
}
