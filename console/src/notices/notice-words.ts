/** A notice in words: what is to be done, and what is said on the telephone, in the language of who telephones. */

import { i18n, lenientFacts, t, tOr } from "../i18n/i18n.svelte.ts"
import { type Helpline, type NoticeIncident, noticeScript } from "./notices.ts"

/** «Detener los trenes»; a code of a centre's own without words is shown as it is. */
export function noticeName(code: string | null | undefined): string {
  return code ? tOr(`triage.notify.${code}`, "common.plain", { text: code }) : ""
}

/** Who calls, about what and where; then what is asked of them. */
export function noticeWords(
  code: string,
  incident: NoticeIncident,
  typeName: (type: string) => string,
  helpline?: Helpline,
): string {
  const { opening, number, type, place } = noticeScript(incident)
  const facts = { number: String(number), type: type && typeName(type), place: place ?? t("notice.no_place") }
  return `${i18n.say(opening, lenientFacts(facts))} ${helpline?.say ?? askedWords(code)}`
}

function askedWords(code: string): string {
  const say = `notice.say.${code}`
  return i18n.say(i18n.has(say) ? say : "notice.say.other", lenientFacts({ what: noticeName(code) }))
}
