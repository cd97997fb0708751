/**
 * Where the labels of a map stand, so that none covers another: pure, in pixels of the whole world at one zoom, so that
 * moving the map changes nothing. Labels without room become one with a count; the units of the case in hand keep theirs,
 * beside their point if need be (decision 0332).
 */

import type { Point } from "../protocol/generated.ts"
import { RADIANS } from "../state/earth.ts"

/** `own`: of the case in hand. `other`: becomes one with its neighbours. `name`: of an area, left out without room. */
export type LabelKind = "own" | "other" | "name"
export interface Size {
  readonly width: number
  readonly height: number
}
/** The middle of a box and its size. */
export interface Box extends Size {
  readonly x: number
  readonly y: number
}
export interface MapLabel extends Box {
  readonly id: string
  readonly kind: LabelKind
  /** What leads a count, and what has its room first: the lowest. */
  readonly rank: number
}
export interface PlacedLabel {
  /** Its own, or those that became one; the first leads, and stands where it is. */
  readonly ids: readonly string[]
  readonly box: Box
  /** From the point of the first to the middle of the box. */
  readonly dx: number
  readonly dy: number
}

/** Free pixels between two boxes: markers are set to whole pixels. */
const GAP_PX = 2
/** How many rows beside its point a label of the case is tried at. */
const ROWS = 6
const TILE_PX = 512
const ORDER: { readonly [kind in LabelKind]: number } = { own: 0, other: 1, name: 2 }

/** Pixels from the corner of the world (Web Mercator), as MapLibre has them at this zoom. */
export function worldPixels({ lat, lon }: Point, zoom: number): { readonly x: number; readonly y: number } {
  const size = TILE_PX * 2 ** zoom
  const sine = Math.sin(lat * RADIANS)
  return {
    x: (lon / 360 + 0.5) * size,
    y: (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * size,
  }
}

export function overlap(a: Box, b: Box, gap = GAP_PX): boolean {
  return (
    Math.abs(a.x - b.x) * 2 < a.width + b.width + gap * 2 &&
    Math.abs(a.y - b.y) * 2 < a.height + b.height + gap * 2
  )
}

interface Group {
  readonly members: readonly MapLabel[]
  readonly lead: MapLabel
}
const byRank = (a: MapLabel, b: MapLabel) =>
  ORDER[a.kind] - ORDER[b.kind] || a.rank - b.rank || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
const groupOf = (members: readonly MapLabel[]): Group => {
  const sorted = [...members].sort(byRank)
  return { members: sorted, lead: sorted[0] as MapLabel }
}

/**
 * Places labels around what is fixed, such as the sign of the place. `sizeOf` is the size of several that became one.
 * Each round places what has room and joins what has none; the last joins nothing, so all boxes of its answer are free.
 */
export function placeLabels(
  labels: readonly MapLabel[],
  fixed: readonly Box[],
  sizeOf: (members: readonly MapLabel[]) => Size,
): readonly PlacedLabel[] {
  let groups = labels.map((label) => groupOf([label]))
  for (;;) {
    const round = placeRound(groups, fixed, sizeOf)
    if (round.groups.length === groups.length)
      return round.placed.map(({ group, box }) => placedAt(group, box))
    groups = round.groups
  }
}
function placedAt({ members, lead }: Group, box: Box): PlacedLabel {
  return { ids: members.map((each) => each.id), box, dx: box.x - lead.x, dy: box.y - lead.y }
}

interface PlacedGroup {
  group: Group
  readonly box: Box
}
function placeRound(
  groups: readonly Group[],
  fixed: readonly Box[],
  sizeOf: (members: readonly MapLabel[]) => Size,
) {
  const placed: PlacedGroup[] = []
  const joined: Group[] = []
  const free = (box: Box) =>
    !fixed.some((each) => overlap(each, box)) && !placed.some((each) => overlap(each.box, box))
  for (const group of [...groups].sort((a, b) => byRank(a.lead, b.lead))) {
    const size = group.members.length === 1 ? group.lead : sizeOf(group.members)
    const at: Box = { x: group.lead.x, y: group.lead.y, width: size.width, height: size.height }
    const neighbour = nearest(placed, at, group.lead.kind)
    if (free(at)) placed.push({ group, box: at })
    else if (group.lead.kind === "other" && neighbour) join(neighbour, group)
    else {
      // What is quiet beside what is not becomes one with a neighbour before it is drawn away from its point.
      const around =
        group.lead.kind === "own"
          ? { ...at, width: at.width * 4, height: at.height * 2 * ROWS }
          : { ...at, width: at.width * 2, height: at.height * 4 }
      const near = neighbour ?? nearest(placed, around, group.lead.kind)
      const beside =
        group.lead.kind === "other" && near ? undefined : candidates(at, fixed, group.lead.kind).find(free)
      if (beside) placed.push({ group, box: beside })
      else if (group.lead.kind === "name") joined.push(group)
      else if (near) join(near, group)
      else placed.push({ group, box: beyond(at, free) })
    }
  }
  return { placed, groups: [...placed.map((each) => each.group), ...joined] }
}
function join(to: PlacedGroup, group: Group): void {
  to.group = groupOf([...to.group.members, ...group.members])
}
/** The nearest of a kind that a box would cover. */
function nearest(placed: readonly PlacedGroup[], at: Box, kind: LabelKind): PlacedGroup | undefined {
  const far = ({ box }: PlacedGroup) => Math.hypot(box.x - at.x, box.y - at.y)
  return placed
    .filter((each) => each.group.lead.kind === kind && overlap(each.box, at))
    .sort((a, b) => far(a) - far(b))[0]
}
/** Beside its point: right, left, under and over what is fixed there, then further rows. */
function candidates(at: Box, fixed: readonly Box[], kind: LabelKind): readonly Box[] {
  const sign = fixed.find((each) => overlap(each, at))
  const aside = (at.width + (sign?.width ?? 0)) / 2 + GAP_PX + (sign ? Math.abs(sign.x - at.x) : 8)
  const row = at.height + GAP_PX
  const under = (at.height + (sign?.height ?? at.height)) / 2 + GAP_PX + (sign ? Math.abs(sign.y - at.y) : 0)
  const rows = kind === "own" ? ROWS : 1
  return Array.from({ length: rows }, (_, n) => n).flatMap((n) => [
    { ...at, x: at.x + aside, y: at.y + row * n },
    { ...at, x: at.x - aside, y: at.y + row * n },
    { ...at, y: at.y + under + row * n },
    { ...at, y: at.y - under - row * n },
    ...(n === 0
      ? []
      : [
          { ...at, x: at.x + aside, y: at.y - row * n },
          { ...at, x: at.x - aside, y: at.y - row * n },
        ]),
  ])
}
/** Nothing is lost for want of room: further and further down. */
function beyond(at: Box, free: (box: Box) => boolean): Box {
  let box = at
  while (!free(box)) box = { ...box, y: box.y + at.height / 2 }
  return box
}
