/**
 * Records that this browser keeps, encrypted with a key that no script can read out (AES-GCM, WebCrypto). They lie in
 * drawers, each with a key of its own: destroying the key makes what is left on the disk unreadable (decision 0243).
 */

export interface EncryptedRecord {
  readonly iv: Uint8Array<ArrayBuffer>
  readonly data: ArrayBuffer
}
export interface StoredKey {
  readonly id: string
  readonly key: CryptoKey
}
export type Written = "written" | "no_key" | StoredKey

/** What is asked of the disk that all windows of this browser share; each is one transaction. */
export interface Disk {
  /** The key of a drawer: the one that is there, or this fresh one. */
  key(drawer: string, fresh: StoredKey): Promise<StoredKey>
  /** The key of a drawer and all its records; null where there is no key, and so nothing that can be read. */
  all(drawer: string): Promise<{ key: StoredKey; records: ReadonlyMap<string, EncryptedRecord> } | null>
  /**
   * Writes a record that was sealed with this key. Another key, where the drawer has one by now, is given back and nothing
   * is written. Where it has none, ours is put back first, or nothing is written, as `remake` says.
   */
  put(drawer: string, id: string, sealed: EncryptedRecord, key: StoredKey, remake: boolean): Promise<Written>
  drop(drawer: string, id: string): Promise<void>
  /** The key first, then the records. `onlyEmpty`: not while there is a record. */
  destroy(drawer: string, onlyEmpty: boolean): Promise<void>
}

export class EncryptedStore {
  #disk: Disk
  #drawer: string
  /** Whether a record is worth a new key: what must not be lost, and not what ended with a session. */
  #remake: boolean
  #key: StoredKey
  /** Changes of a drawer reach the disk in the order in which they were made. */
  #last: Promise<unknown> = Promise.resolve()

  private constructor(disk: Disk, drawer: string, remake: boolean, key: StoredKey) {
    this.#disk = disk
    this.#drawer = drawer
    this.#remake = remake
    this.#key = key
  }

  static async open(disk: Disk, drawer: string, options: { remake: boolean }): Promise<EncryptedStore> {
    return new EncryptedStore(disk, drawer, options.remake, await disk.key(drawer, await freshKey()))
  }

  /** Everything in the drawer. What cannot be read any more is thrown away. */
  async all(): Promise<ReadonlyMap<string, unknown>> {
    const found = await this.#disk.all(this.#drawer)
    const read = new Map<string, unknown>()
    if (found === null) return read
    this.#key = found.key
    for (const [id, sealed] of found.records) {
      try {
        read.set(id, await this.#open(id, sealed))
      } catch {
        // Sealed with a key that was destroyed, or damaged: nobody can read it, and it is of no use.
        await this.#disk.drop(this.#drawer, id)
      }
    }
    return read
  }

  /** Resolves when it is on the disk; false where it is not, because the drawer was destroyed meanwhile. */
  put(id: string, value: unknown): Promise<boolean> {
    return this.#inTurn(async () => {
      for (;;) {
        const key = this.#key
        const sealed = await this.#seal(id, value, key)
        const written = await this.#disk.put(this.#drawer, id, sealed, key, this.#remake)
        if (written === "written") return true
        if (written === "no_key") return false
        this.#key = written
      }
    })
  }

  drop(id: string): Promise<void> {
    return this.#inTurn(() => this.#disk.drop(this.#drawer, id))
  }

  destroy(options: { onlyEmpty: boolean } = { onlyEmpty: false }): Promise<void> {
    return this.#inTurn(() => this.#disk.destroy(this.#drawer, options.onlyEmpty))
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#last.then(act, act)
    this.#last = done.catch(() => undefined) // whoever asked is told; the next one goes on
    return done
  }

  async #seal(id: string, value: unknown, { key }: StoredKey): Promise<EncryptedRecord> {
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const plain = new TextEncoder().encode(JSON.stringify(value))
    return { iv, data: await crypto.subtle.encrypt(this.#algorithm(id, iv), key, plain) }
  }
  async #open(id: string, { iv, data }: EncryptedRecord): Promise<unknown> {
    const plain = await crypto.subtle.decrypt(this.#algorithm(id, iv), this.#key.key, data)
    return JSON.parse(new TextDecoder().decode(plain))
  }
  /** Bound to its place: a record put in the place of another does not open. */
  #algorithm(id: string, iv: Uint8Array<ArrayBuffer>): AesGcmParams {
    return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(`${this.#drawer}/${id}`) }
  }
}

async function freshKey(): Promise<StoredKey> {
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"])
  return { id: crypto.randomUUID(), key }
}
