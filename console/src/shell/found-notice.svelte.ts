/** What the command bar did out of sight, for as long as it takes to read: a page in another tab, a number to be dialled. */

const SHOWN_MS = 8_000

class FoundNotice {
  words = $state("")
  #timer: ReturnType<typeof setTimeout> | undefined

  say(words: string): void {
    clearTimeout(this.#timer)
    this.words = words
    this.#timer = setTimeout(() => {
      this.words = ""
    }, SHOWN_MS)
  }
}

export const foundNotice = new FoundNotice()
