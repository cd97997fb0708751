/**
 * What stands in a form is asked about and written when the hand rests, one question at a time: of two at once each
 * would make the other's answer a late one, for ever.
 */

/** After the last key. */
const WRITE_AFTER_MS = 250

export class FormWriter<Form> {
  readonly #form: () => Form
  readonly #unwritten: () => boolean
  readonly #ask: (form: Form) => Promise<boolean>
  #timer: ReturnType<typeof setTimeout> | undefined
  #writing: Promise<void> | null = null

  /** `form`: as it stands now. `unwritten`: whether it says more than what was written. `ask`: whether it went well. */
  constructor(form: () => Form, unwritten: () => boolean, ask: (form: Form) => Promise<boolean>) {
    this.#form = form
    this.#unwritten = unwritten
    this.#ask = ask
  }

  /** Once the hand rests. */
  later(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.flush(), WRITE_AFTER_MS)
  }

  /** All that was typed is written when it ends, or asking has failed for it. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    if (!this.#unwritten()) return
    this.#writing ??= this.#write().finally(() => {
      this.#writing = null
    })
    await this.#writing
  }

  async #write(): Promise<void> {
    let asked: Form
    let well: boolean
    do {
      asked = this.#form()
      well = await this.#ask(asked)
    } while (this.#unwritten() && (well || this.#form() !== asked))
  }
}
