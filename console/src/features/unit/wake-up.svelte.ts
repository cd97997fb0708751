/**
 * Has this telephone woken while its screen is off, by Web Push (decision 0416): asked for by a deliberate press, and by
 * nothing else. It lasts as long as the session; what the browser has renewed is said anew when the page is seen again.
 */

import type { PushKey } from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"
import { localStore } from "../../state/session.svelte.ts"
import { isKey, keyBytes, subscriptionBody } from "./push-key.ts"

export type WakeUpState = "none" | "off" | "asking" | "on" | "denied" | "failed"
const CHOSEN = "unit.wake_up"
const WORKER_MS = 10_000
/** The page's worker; where it could not be registered `ready` never ends. */
async function worker(): Promise<ServiceWorkerRegistration> {
  const late = new Promise<never>((_, fail) => setTimeout(fail, WORKER_MS, new Error("no service worker")))
  return await Promise.race([navigator.serviceWorker.ready, late])
}

export class CrewWakeUp {
  /** `none`: this installation wakes no telephone, or this browser cannot be woken. */
  state = $state<WakeUpState>("none")
  #key: string | null = null
  readonly #unit: () => string | undefined

  constructor(unit: () => string | undefined) {
    this.#unit = unit
  }

  /** Offers it; where it was chosen in this session, says it anew. Called when the page is seen, too. */
  async begin(): Promise<void> {
    if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return
    if (this.state === "asking") return
    const reply = await api<PushKey>("GET", "/api/unit/push")
    if (!reply.ok) return // without network it stays as it was
    this.#key = reply.value.key
    if (this.#key === null) this.state = "none"
    else if (Notification.permission === "denied") this.state = "denied"
    else if (localStore.getItem(CHOSEN) !== "yes" || Notification.permission !== "granted") this.state = "off"
    else await this.#subscribe()
  }

  /** A press of the person. */
  async start(): Promise<void> {
    this.state = "asking"
    const said = await Notification.requestPermission()
    if (said === "granted") await this.#subscribe()
    else this.state = said === "denied" ? "denied" : "off"
  }

  async stop(): Promise<void> {
    localStore.setItem(CHOSEN, "")
    this.state = "off"
    await api("DELETE", "/api/unit/push")
    await (await this.#registered().catch(() => null))?.unsubscribe()
  }

  async #subscribe(): Promise<void> {
    const unit = this.#unit()
    if (unit === undefined || this.#key === null) {
      this.state = "off"
      return
    }
    try {
      const made = await this.#subscription(this.#key)
      const reply = await api("PUT", "/api/unit/push", { body: { unit, ...subscriptionBody(made) } })
      if (reply.ok) localStore.setItem(CHOSEN, "yes")
      this.state = reply.ok ? "on" : "failed"
    } catch {
      // No push service is reached, or the browser will not: it is said, and pressed again.
      this.state = "failed"
    }
  }

  /** The one that there is, if it was made with our key; after a new installation there may be one of an older. */
  async #subscription(key: string): Promise<PushSubscription> {
    const found = await this.#registered()
    if (found && isKey(key, found.options.applicationServerKey)) return found
    await found?.unsubscribe()
    return (await worker()).pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: keyBytes(key),
    })
  }
  async #registered(): Promise<PushSubscription | null> {
    return (await worker()).pushManager.getSubscription()
  }
}
