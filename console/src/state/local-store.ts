/**
 * What a crew's page keeps for a time without network: read at once from memory, written encrypted behind it, and gone with
 * the session. Without IndexedDB or WebCrypto (a page over plain HTTP) it is kept in memory alone (decision 0243).
 */

import { type Disk, EncryptedStore } from "./encrypted-store.ts"
import { openDisk } from "./indexed-db.ts"

const DRAWER = "kept"
/** Where pages before this one kept it in clear; their key is the rest of the name. */
const CLEAR = "auxilio.kept."

interface World {
  disk(): Promise<Disk | null>
  /** What older pages left, by name; it is removed from there. */
  takeClear(): ReadonlyMap<string, string>
  /** Tells other windows that everything was destroyed, and hears it from them. */
  tell(): void
  onTold(heard: () => void): void
}

export class LocalStore {
  #world: World
  #store: EncryptedStore | null = null
  #opening: Promise<void> | null = null
  #items = new Map<string, string>()
  /** Names whose newest text is not on the disk yet. */
  #dirty = new Set<string>()
  #writing: Promise<void> | null = null
  /** Another window destroyed everything: the session that it belonged to is over. */
  onDestroyed: () => void = () => {}

  constructor(world: World = browser()) {
    this.#world = world
    world.onTold(() => {
      if (this.#opening === null) return
      this.#forget()
      this.onDestroyed()
    })
  }

  /** Whether what is kept outlives this page; false until it was opened. */
  get durable(): boolean {
    return this.#store !== null
  }

  /** Brings what is kept into memory; again after it was destroyed. */
  open(): Promise<void> {
    this.#opening ??= this.#open()
    return this.#opening
  }

  async #open(): Promise<void> {
    const clear = this.#world.takeClear()
    try {
      const disk = await this.#world.disk()
      if (disk === null) return
      this.#store = await EncryptedStore.open(disk, DRAWER, { remake: false })
      for (const [name, text] of await this.#store.all()) this.#items.set(name, String(text))
    } catch {
      // A browser that keeps no keys, as some do in private windows: the page works, and keeps nothing.
      this.#store = null
      return
    }
    for (const [name, text] of clear) if (!this.#items.has(name)) this.setItem(name, text)
  }

  getItem(name: string): string | null {
    return this.#items.get(name) ?? null
  }

  setItem(name: string, text: string): void {
    if (this.#opening === null || this.#items.get(name) === text) return
    this.#items.set(name, text)
    this.#dirty.add(name)
    this.#writing ??= this.#write()
  }

  /** One after another, each time the newest: a board that changes ten times a second is not written ten times. */
  async #write(): Promise<void> {
    for (const name of this.#dirty) {
      this.#dirty.delete(name)
      try {
        await this.#store?.put(name, this.#items.get(name))
      } catch {
        // A full disk: what the page needs is in memory, and the next change tries this one again.
        this.#dirty.add(name)
        break
      }
    }
    this.#writing = null
  }

  /** Resolves when all that was set is on the disk. */
  async settled(): Promise<void> {
    while (this.#writing !== null) await this.#writing
  }

  /** The key, then what it opened, here and in every window. */
  async destroy(): Promise<void> {
    const opening = this.#opening
    if (opening === null) {
      await this.open()
    } else await opening
    const store = this.#store
    this.#forget()
    this.#world.tell()
    try {
      await store?.destroy()
    } catch {
      // It could not be reached: the next page that opens it finds a session that is over, and destroys it.
    }
  }

  #forget(): void {
    this.#store = null
    this.#opening = null
    this.#items.clear()
    this.#dirty.clear()
  }
}

function browser(): World {
  const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("auxilio-kept") : null
  return {
    disk: openDisk,
    takeClear() {
      const found = new Map<string, string>()
      for (const key of Object.keys(localStorage)) {
        if (!key.startsWith(CLEAR)) continue
        found.set(key.slice(CLEAR.length), localStorage.getItem(key) ?? "")
        localStorage.removeItem(key)
      }
      return found
    },
    tell: () => channel?.postMessage("destroyed"),
    onTold(heard) {
      if (channel !== null) channel.onmessage = heard
    },
  }
}
