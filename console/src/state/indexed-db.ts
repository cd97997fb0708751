/** The disk of `EncryptedStore`: IndexedDB, which keeps a key as a key and never as bytes. */

import type { Disk, EncryptedRecord, StoredKey, Written } from "./encrypted-store.ts"

const NAME = "auxilio"
const KEYS = "keys"
const RECORDS = "records"
/** A browser that does not open it within this time is one without it. */
const OPEN_WITHIN_MS = 3_000

/** The disk of this browser; null where a page has none: no HTTPS, a private window that keeps nothing, a full disk. */
export async function openDisk(): Promise<Disk | null> {
  if (!globalThis.isSecureContext || !globalThis.crypto?.subtle || !("indexedDB" in globalThis)) return null
  try {
    return new IndexedDbDisk(await opened())
  } catch {
    // Each browser has its own way of saying no; the page works without, and says what is not kept.
    return null
  }
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1)
    const timer = setTimeout(() => reject(new Error("IndexedDB does not answer")), OPEN_WITHIN_MS)
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore(KEYS)
      asked.result.createObjectStore(RECORDS)
    }
    asked.onsuccess = () => {
      clearTimeout(timer)
      resolve(asked.result)
    }
    asked.onerror = () => {
      clearTimeout(timer)
      reject(asked.error)
    }
  })
}

/** Records lie under `[drawer, id]`; every array sorts after every string, so this is the end of a drawer. */
const within = (drawer: string) => IDBKeyRange.bound([drawer], [drawer, []])

class IndexedDbDisk implements Disk {
  #db: Promise<IDBDatabase>

  constructor(db: IDBDatabase) {
    this.#db = this.#watched(db)
  }

  /** A browser may close it under us, to make room or for another version: it is opened again when it is next needed. */
  #watched(db: IDBDatabase): Promise<IDBDatabase> {
    const again = () => {
      this.#db = opened().then((other) => this.#watched(other))
      this.#db.catch(() => undefined)
    }
    db.onversionchange = () => {
      db.close()
      again()
    }
    db.onclose = again
    return Promise.resolve(db)
  }

  /** `act` makes its requests in one turn or in their callbacks; resolves with what it told when all of it is durable. */
  async #change<T>(
    act: (keys: IDBObjectStore, records: IDBObjectStore, tell: (value: T) => void) => void,
  ): Promise<T> {
    const db = await this.#db
    return new Promise((resolve, reject) => {
      const transaction = db.transaction([KEYS, RECORDS], "readwrite", { durability: "strict" })
      let told: T
      transaction.oncomplete = () => resolve(told)
      transaction.onabort = () => reject(transaction.error)
      act(transaction.objectStore(KEYS), transaction.objectStore(RECORDS), (value) => {
        told = value
      })
    })
  }

  key(drawer: string, fresh: StoredKey): Promise<StoredKey> {
    return this.#change((keys, _, tell) => {
      const asked = keys.get(drawer)
      asked.onsuccess = () => {
        if (asked.result === undefined) keys.put(fresh, drawer)
        tell(asked.result ?? fresh)
      }
    })
  }

  async all(
    drawer: string,
  ): Promise<{ key: StoredKey; records: ReadonlyMap<string, EncryptedRecord> } | null> {
    const found = new Map<string, EncryptedRecord>()
    const key = await this.#change<StoredKey | null>((keys, records, tell) => {
      const asked = keys.get(drawer)
      asked.onsuccess = () => tell(asked.result ?? null)
      const walk = records.openCursor(within(drawer))
      walk.onsuccess = () => {
        if (walk.result === null) return
        found.set((walk.result.key as [string, string])[1], walk.result.value)
        walk.result.continue()
      }
    })
    return key === null ? null : { key, records: found }
  }

  put(
    drawer: string,
    id: string,
    sealed: EncryptedRecord,
    key: StoredKey,
    remake: boolean,
  ): Promise<Written> {
    return this.#change((keys, records, tell) => {
      const asked = keys.get(drawer)
      asked.onsuccess = () => {
        const there: StoredKey | undefined = asked.result
        if (there !== undefined && there.id !== key.id) return tell(there)
        if (there === undefined && !remake) return tell("no_key")
        if (there === undefined) keys.put(key, drawer)
        records.put(sealed, [drawer, id])
        tell("written")
      }
    })
  }

  drop(drawer: string, id: string): Promise<void> {
    return this.#change((_, records) => {
      records.delete([drawer, id])
    })
  }

  destroy(drawer: string, onlyEmpty: boolean): Promise<void> {
    return this.#change((keys, records) => {
      const asked = records.count(within(drawer))
      asked.onsuccess = () => {
        if (onlyEmpty && asked.result > 0) return
        keys.delete(drawer)
        records.delete(within(drawer))
      }
    })
  }
}
