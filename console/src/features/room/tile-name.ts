/** A person's name in the width of a tile: whole, or the first word and initials («Maria A. F.»). Whole it is said beneath. Pure. */

/** (measured at 14 px in the narrowest tile of 116, beside a number of two digits) */
const WHOLE_MAX = 10

export function tileName(name: string): string {
  if (name.length <= WHOLE_MAX) return name
  const [first = "", ...rest] = name.split(/\s+/)
  const initials = rest.filter((word) => /^\p{Lu}/u.test(word)).map((word) => `${[...word][0]}.`)
  for (let kept = initials.length; kept >= 0; kept--) {
    const short = [first, ...initials.slice(0, kept)].join(" ")
    if (short.length <= WHOLE_MAX) return short
  }
  return `${[...first].slice(0, WHOLE_MAX - 1).join("")}.`
}
