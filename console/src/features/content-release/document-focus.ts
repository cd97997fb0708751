/** Where the hands go in the form of a document: only after what a person asked for. */

import { partOf } from "./document-form.ts"

const FOCUSABLE = "textarea,input,select,button"
const quoted = (text: string) => CSS.escape(text)

/** The row of a part in the list of parts; the first where it is not listed. */
export function focusPart(at: string): void {
  const list = document.querySelector('[data-next="parts"]')
  const row = list?.querySelector<HTMLElement>(`[data-row="${quoted(at)}"]`)
  ;(row ?? list?.querySelector<HTMLElement>('[role="option"]'))?.focus()
}
/** The first field of the part in hand. */
export function focusFirstField(): void {
  document.querySelector<HTMLElement>(`[data-part] :is(${FOCUSABLE})`)?.focus()
}
/** Where the parts of a document are sought. */
export function focusFind(): void {
  document.querySelector<HTMLElement>("[data-find-part] input")?.focus()
}
/** The text of a document that is edited as a file. */
export function focusText(): HTMLTextAreaElement | null {
  const text = document.querySelector<HTMLTextAreaElement>("[data-file-text]")
  text?.focus()
  return text
}
/** The field that a fault is about, else what is around it, else the first of its part: in the list of parts letters are commands. `language`: the one that its text lacks. */
export function focusField(field: string, language?: string): void {
  const names = language === undefined ? [field] : [`${field}/${language}`, field]
  for (let around = field; around.includes("/"); ) {
    around = around.slice(0, around.lastIndexOf("/"))
    if (around === partOf(field)) break
    names.push(around)
  }
  for (const name of names) {
    const found = document.querySelector<HTMLElement>(`[data-field="${quoted(name)}"]`)
    const target = found?.matches(FOCUSABLE) ? found : found?.querySelector<HTMLElement>(FOCUSABLE)
    if (!target) continue
    target.closest("details")?.setAttribute("open", "")
    target.focus()
    target.scrollIntoView({ block: "center" })
    return
  }
  focusFirstField()
}
