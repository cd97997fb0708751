/** What a push message says, and whether it must be shown, without a service worker: pure. */

/** `PushPayload` of the server: nothing of a case, of a person or of a place. */
export interface WakeUp {
  readonly title: string
  /** The task, or the order: what is said of it later takes the place of what was said earlier. */
  readonly about: string
  readonly lang: string
}

/** What a notification is made of; TypeScript's own type lacks what telephones do with it. */
export interface WakeUpNotice {
  readonly lang: string
  readonly tag: string
  readonly renotify: true
  readonly requireInteraction: true
  readonly vibrate: readonly number[]
}
const VIBRATE_MS = [300, 150, 300, 150, 300] as const

/** A message that cannot be read still wakes: it is shown with the name of the page alone. */
export function wakeUpOf(text: string): WakeUp {
  try {
    const { title, about, lang } = JSON.parse(text) as Partial<WakeUp>
    if (typeof title === "string" && title !== "" && typeof about === "string")
      return { title, about, lang: typeof lang === "string" ? lang : "" }
  } catch {
    // Shown as below.
  }
  return { title: "Auxilio", about: "unreadable", lang: "" }
}

export const noticeOf = ({ about, lang }: WakeUp): WakeUpNotice => ({
  lang,
  tag: about,
  renotify: true,
  requireInteraction: true,
  vibrate: VIBRATE_MS,
})

interface PageClient {
  readonly url: string
  readonly visibilityState: string
}
const isCrewPage = ({ url }: PageClient): boolean => new URL(url).pathname === "/unit"

/** An open page that is seen rings by itself; a notification beside it would say everything twice. */
export const isSeen = (clients: readonly PageClient[]): boolean =>
  clients.some((each) => isCrewPage(each) && each.visibilityState === "visible")

/** The page that a press on the notification brings to the front; undefined: one is opened. */
export const pageOf = <C extends PageClient>(clients: readonly C[]): C | undefined => clients.find(isCrewPage)
