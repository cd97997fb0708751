/** What the command bar did out of sight: a page in another tab, a number to be dialled. It stands there until the next key or press. */

class FoundNotice {
  words = $state("")

  say(words: string): void {
    this.words = words
    const gone = new AbortController()
    const forget = () => {
      gone.abort()
      if (this.words === words) this.words = ""
    }
    // Whoever comes back from the other tab still reads it; what is pressed next is about something else.
    for (const kind of ["keydown", "pointerdown"]) {
      window.addEventListener(kind, forget, { capture: true, signal: gone.signal })
    }
  }
}

export const foundNotice = new FoundNotice()
