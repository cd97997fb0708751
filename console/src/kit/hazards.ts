/** A critical change of a hazard as a person reads it: «mercancías peligrosas: 33/1203», never its code. */

import { i18n, t, tOr } from "../i18n/i18n.svelte.ts"

/** What a danger is called: in the words of a catalogue of its own where it has them, else as the report says it. */
export function hazardName(code: string, catalogue = "report.hazard"): string {
  const own = `${catalogue}.${code}`
  return i18n.has(own) ? i18n.say(own) : tOr(`report.hazard.${code}`, "common.plain", { text: code })
}

/** `gas: in the cellar`: the words, after what kind of danger it is where a word of ours says it. */
export function hazardText(said: string): string {
  const [, code = "", words = ""] = /^([a-z_]+)(?::\s*(.*))?$/s.exec(said) ?? ["", "", said]
  if (code === "") return said
  if (code === "hazard" || code === "wait_for_police") return words
  if (!i18n.has(`report.hazard.${code}`)) return said
  const told = code === "wind" ? t("goods.wind_from", { from: windName(words) }) : words
  return [i18n.say(`report.hazard.${code}`), told].filter(Boolean).join(": ")
}

/** What is new in a critical change: «Soporte vital básico + Patrulla» of what is asked besides, else the danger. */
export function changedText(kind: string, said: string): string {
  if (kind !== "more_asked") return hazardText(said)
  const name = (code: string) =>
    tOr(`dispatch.capability.${code}`, "common.plain", { text: code.toUpperCase() })
  return said.split(" ").map(name).join(" + ")
}

/** «noroeste (NO)». */
export function windName(point: string): string {
  return tOr(`goods.wind.${point}`, "common.plain", { text: point })
}
