/** What somebody typed into the one search box, and what it may be. Pure. */

import { plainText } from "../kit/plain-text.ts"

/** Longer than any address that a person types (ours). */
export const TEXT_MAX = 100
/** Numbers of incidents; a longer figure is the beginning of a telephone, which is asked for only on purpose. */
const NUMBER = /^(\d{1,7})(?:\/\d{4})?$/
const PHONE = /^\(?\+?[\d\s().-]+$/
/** A national number has nine figures; E.164 allows fifteen. */
const PHONE_DIGITS = { least: 9, most: 15 } as const
/** Below it half a gazetteer begins with what was typed. */
const LETTERS_MIN = 3

/** Without what has no width and what turns the direction of writing, on one line and no longer than `TEXT_MAX`. */
export function cleanText(typed: string): string {
  return typed
    .slice(0, TEXT_MAX)
    .replace(/[\p{Cc}\p{Cf}]/gu, " ")
    .replace(/\s+/g, " ")
    .trim()
}

/** The number of an incident or its end: `4821`, `21`, `4821/2026`; null for anything else. */
export function numberEnd(text: string): string | null {
  return NUMBER.exec(text)?.[1] ?? null
}

/** A telephone as it was typed; null for what is too short or holds anything else. */
export function telephoneOf(text: string): string | null {
  const digits = text.replace(/\D/g, "").length
  return PHONE.test(text) && digits >= PHONE_DIGITS.least && digits <= PHONE_DIGITS.most ? text : null
}

/** Whether places and people are looked for: some letters stand in it. */
export function namesSomething(text: string): boolean {
  return (text.match(/\p{L}/gu)?.length ?? 0) >= LETTERS_MIN
}

/** How well words fit what was typed: 0 the very words, 1 they begin so, 2 each word begins a word, 3 each stands in it; null not. */
export function fitOf(words: string, text: string): number | null {
  const there = plainText(words)
  const asked = plainText(text)
  if (there === asked) return 0
  if (there.startsWith(asked)) return 1
  const parts = asked.split(/\s+/)
  if (parts.every((part) => ` ${there}`.includes(` ${part}`))) return 2
  return parts.every((part) => there.includes(part)) ? 3 : null
}

/** The best of several phrases, with commas between, that fits what was typed; null: none. A part of a word is none. */
export function phraseOf(
  phrases: string,
  text: string,
): { readonly words: string; readonly fit: number } | null {
  const found = phrases
    .split(",")
    .map((each) => ({ words: each.trim(), fit: fitOf(each.trim(), text) }))
    .filter((each): each is { words: string; fit: number } => each.fit !== null && each.fit <= 2)
  return found.sort((a, b) => a.fit - b.fit)[0] ?? null
}

/** The last nine figures, as the archive keeps a telephone: national and international writing are the same number. */
export function nationalDigits(phone: string): string {
  return phone.replace(/\D/g, "").slice(-PHONE_DIGITS.least)
}

/** A call sign as people type it: «b12» is B-12. */
export function fitOfCallsign(callsign: string, text: string): number | null {
  const bare = (words: string) => plainText(words).replace(/[^\p{L}\p{N}]/gu, "")
  const [sign, asked] = [bare(callsign), bare(text)]
  if (asked.length < 2 || !sign.includes(asked)) return null
  return sign === asked ? 0 : sign.startsWith(asked) ? 1 : 3
}
