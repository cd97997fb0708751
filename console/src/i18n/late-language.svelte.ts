/** A language that was chosen while its words could not be loaded: asked for until they come. */

/** A network that is back is told by the browser; a server that is back is not. */
export const AGAIN_MS = 5_000

/** How long an answer may take before the network counts as gone. */
const ANSWER_MS = 5_000

/**
 * Whether the server answers. Asked before words are imported: a browser that could not load a module keeps the failure, and
 * never asks for it again while the page lives.
 */
export async function serverAnswers(): Promise<boolean> {
  try {
    await fetch("/api/health", { cache: "no-store", signal: AbortSignal.timeout(ANSWER_MS) })
    return true
  } catch {
    return false
  }
}

export class LateLanguage<Tag extends string> {
  tag = $state<Tag | null>(null)
  #stop: () => void = () => {}

  /** `reaches`: whether the words can be had now; `come` is called once they can. */
  wait(tag: Tag, reaches: () => Promise<boolean>, come: () => void): void {
    this.forget()
    this.tag = tag
    let waits = true
    const look = async () => {
      if (!((await reaches()) && waits)) return
      this.forget()
      come()
    }
    const timer = setInterval(() => void look(), AGAIN_MS)
    window.addEventListener("online", look)
    this.#stop = () => {
      waits = false
      clearInterval(timer)
      window.removeEventListener("online", look)
    }
  }

  /** Another language was chosen. */
  forget(): void {
    this.#stop()
    this.#stop = () => {}
    this.tag = null
  }
}
