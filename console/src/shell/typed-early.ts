/**
 * What somebody types while the page asks who they are: the sign-in begins with it, each part in its field. Kept in memory alone,
 * and gone as soon as there is a page.
 */

const FIELDS = 2
/** As long as a login or a password may be. */
const LENGTH_MAX = 200

/** Name and password as they are typed one after the other, with Tab between them. */
export class TypedEarly {
  #texts: string[] = [""]

  /** Whether the key was kept; all others are the browser's. */
  press(key: string, modified: boolean): boolean {
    if (modified) return false
    const last = this.#texts.length - 1
    const text = this.#texts[last] ?? ""
    if (key === "Tab") {
      if (this.#texts.length === FIELDS || text === "") return false
      this.#texts.push("")
    } else if (key === "Backspace") this.#texts[last] = text.slice(0, -1)
    else if ([...key].length === 1 && text.length < LENGTH_MAX) this.#texts[last] = text + key
    else return false
    return true
  }
  /** What was typed, and nothing from then on. */
  take(): readonly string[] {
    const texts = this.#texts
    this.#texts = [""]
    return texts
  }
}

let listening: ((event: KeyboardEvent) => void) | undefined
const typed = new TypedEarly()

export const typedEarly = {
  /** From the moment in which there is a page at all until `take`. Keys of a field are that field's. */
  begin(): void {
    listening = (event) => {
      if (event.target instanceof HTMLElement && event.target.matches("input,textarea,select,button,a"))
        return
      if (typed.press(event.key, event.ctrlKey || event.altKey || event.metaKey)) event.preventDefault()
    }
    window.addEventListener("keydown", listening, { capture: true })
  },
  take(): readonly string[] {
    if (listening) window.removeEventListener("keydown", listening, { capture: true })
    listening = undefined
    return typed.take()
  },
}
