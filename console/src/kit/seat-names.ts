/** Desks where somebody may sit, as one reads them. Pure. */

/** Between two names, as the server sends them (`identity.core.seating`). */
const BETWEEN = " · "
const NUMBERED = /^(.*?)(\d+)$/
/** Fewer are told one by one. */
const RANGE_MIN = 3

export function seatNames(told: unknown): readonly string[] {
  return typeof told === "string" && told !== "" ? told.split(BETWEEN) : []
}

export type SeatGroup = { readonly first: string; readonly last: string }

/** Neighbours that are numbered one after another as one group: ten desks of a room are no list of ten. */
export function seatGroups(names: readonly string[]): readonly SeatGroup[] {
  const runs: string[][] = []
  for (const name of names) {
    const run = runs.at(-1)
    if (run !== undefined && follows(run.at(-1) ?? "", name)) run.push(name)
    else runs.push([name])
  }
  return runs.flatMap((run) =>
    run.length >= RANGE_MIN
      ? [{ first: run[0] ?? "", last: run.at(-1) ?? "" }]
      : run.map((name) => ({ first: name, last: name })),
  )
}

function follows(before: string, name: string): boolean {
  const [a, b] = [NUMBERED.exec(before), NUMBERED.exec(name)]
  return a !== null && b !== null && a[1] === b[1] && Number(b[2]) === Number(a[2]) + 1
}
