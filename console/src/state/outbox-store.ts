/**
 * Where commands wait for their answers across a reload: encrypted, one record each, so that windows never write over one
 * another. A page without WebCrypto keeps them in clear, because a press must not be lost (decision 0243).
 */

import { type Disk, EncryptedStore } from "./encrypted-store.ts"
import { openDisk } from "./indexed-db.ts"
import type { OutboxStore, QueuedCommand } from "./outbox.ts"

const DRAWER = "outbox"
/** The list of pages before this one, and of those without WebCrypto. */
const CLEAR = "auxilio.outbox"

interface StoredCommand {
  /** Commands go in the order in which they were given, whatever a clock says. */
  readonly order: number
  readonly waiting: QueuedCommand
}

/** The store of this browser, opened once. */
export function outboxStore(
  disk: () => Promise<Disk | null> = openDisk,
  clear: Storage = localStorage,
): OutboxStore {
  let opened: Promise<OutboxStore> | null = null
  const store = (): Promise<OutboxStore> => {
    opened ??= open(disk, clear)
    return opened
  }
  return {
    all: async () => (await store()).all(),
    put: async (waiting) => (await store()).put(waiting),
    drop: async (id) => (await store()).drop(id),
    tidy: async () => (await store()).tidy(),
  }
}

async function open(disk: () => Promise<Disk | null>, clear: Storage): Promise<OutboxStore> {
  const found = await disk()
  if (found === null) return new ClearOutbox(clear)
  try {
    const store = new EncryptedOutbox(await EncryptedStore.open(found, DRAWER, { remake: true }))
    await store.take(clear)
    return store
  } catch {
    // A browser that keeps no keys, as some do in private windows.
    return new ClearOutbox(clear)
  }
}

class EncryptedOutbox implements OutboxStore {
  #store: EncryptedStore
  #order = 0

  constructor(store: EncryptedStore) {
    this.#store = store
  }

  /** Takes over what lies in clear, and removes it when it is durable here. */
  async take(clear: Storage): Promise<void> {
    const old = listed(clear)
    const kept = await Promise.all(old.map((waiting) => this.put(waiting)))
    if (old.length > 0 && kept.every(Boolean)) clear.removeItem(CLEAR)
  }

  async all(): Promise<readonly QueuedCommand[]> {
    const found = [...(await this.#store.all()).values()] as StoredCommand[]
    found.sort((a, b) => a.order - b.order)
    this.#order = Math.max(this.#order, found.at(-1)?.order ?? 0)
    return found.map(({ waiting }) => waiting)
  }

  put(waiting: QueuedCommand): Promise<boolean> {
    this.#order = Math.max(this.#order + 1, Date.now() * 1_000)
    return this.#store.put(waiting.id, { order: this.#order, waiting } satisfies StoredCommand)
  }
  drop(id: string): Promise<void> {
    return this.#store.drop(id)
  }
  /** With nothing left to read, the key goes too: what is left of answered commands on the disk opens no more. */
  tidy(): Promise<void> {
    return this.#store.destroy({ onlyEmpty: true })
  }
}

class ClearOutbox implements OutboxStore {
  #disk: Storage

  constructor(disk: Storage) {
    this.#disk = disk
  }

  async all(): Promise<readonly QueuedCommand[]> {
    return listed(this.#disk)
  }
  // Read and written in one turn, which no other window interrupts.
  async put(waiting: QueuedCommand): Promise<boolean> {
    this.#write([...listed(this.#disk).filter(({ id }) => id !== waiting.id), waiting])
    return true
  }
  async drop(id: string): Promise<void> {
    this.#write(listed(this.#disk).filter((waiting) => waiting.id !== id))
  }
  async tidy(): Promise<void> {}

  #write(waiting: readonly QueuedCommand[]): void {
    if (waiting.length === 0) this.#disk.removeItem(CLEAR)
    else this.#disk.setItem(CLEAR, JSON.stringify(waiting))
  }
}

function listed(disk: Storage): QueuedCommand[] {
  return JSON.parse(disk.getItem(CLEAR) ?? "[]") as QueuedCommand[]
}
