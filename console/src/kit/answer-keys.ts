/**
 * Which key answers what. Of yes and no: yes or normal 1, no 9, does not know 0, what lies
 * between 4 5 6; they stand apart, so that a slip cannot turn «Sí, pero…» into «Sí». Lists: 1 to 8 in
 * order, 0 does not know; beyond eight an answer is chosen by arrows.
 */

export interface KeyedAnswer {
  readonly code: string
  readonly key: string
}

const POSITIVE = new Set(["Y", "normal", "yes"])
const BETWEEN = ["4", "5", "6", "7", "8"]

export function assignAnswerKeys(codes: readonly string[]): readonly KeyedAnswer[] {
  const closed = codes.includes("N") && codes.some((code) => POSITIVE.has(code))
  let next = 0
  return codes.map((code) => {
    if (code === "U") return { code, key: "0" }
    if (closed && POSITIVE.has(code)) return { code, key: "1" }
    if (closed && code === "N") return { code, key: "9" }
    const key = closed ? BETWEEN[next] : next < 8 ? String(next + 1) : undefined
    next += 1
    return { code, key: key ?? "" }
  })
}
