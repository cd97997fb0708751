/** What can be chosen, and the way from what somebody stated to a whole set. Pure. */

import { leastVolume, loudness, type SoundName } from "../kit/sounds.ts"
import type { Preferences, Volumes } from "../protocol/generated.ts"

/** Some of them: what becomes different. */
export type PreferenceChange = Preferences
export type OwnPreferences = Required<Omit<Preferences, "volumes">> & { readonly volumes: Volumes }
export type VolumeName = keyof Volumes & SoundName

export const STANDARD: OwnPreferences = {
  type_size: 100,
  palette: "standard",
  hand: "right",
  imagery: false,
  volumes: {},
}
export const TYPE_SIZES = [100, 110, 125, 150] as const
export const PALETTES = ["standard", "protan", "deutan", "tritan"] as const
export const HANDS = ["right", "left"] as const
/** Percent between two volumes. */
export const VOLUME_STEP = 10
/** The sounds that pages make, the most urgent first. */
export const VOLUMES = [
  "crew_emergency",
  "nobody_has_it",
  "call_enters",
  "offered_p0",
  "no_answer",
  "offered_p1",
  "offered",
  "amber",
  "tick",
] as const satisfies readonly VolumeName[]

/** All of them, of those that somebody has set. */
export const withDefaults = (stated: Preferences): OwnPreferences => ({
  ...STANDARD,
  ...stated,
  volumes: stated.volumes ?? {},
})

export const volumeOf = ({ volumes }: OwnPreferences, name: VolumeName): number =>
  Math.round(loudness(name, volumes) * 100)

export const volumeChange = (name: VolumeName, percent: number): PreferenceChange => ({
  volumes: { [name]: Math.min(100, Math.max(leastVolume(name), percent)) },
})

/** What both change, the later one where they name the same: of volumes each by itself. */
export function merged<T extends PreferenceChange>(before: T, change: PreferenceChange): T {
  const volumes = change.volumes && { volumes: { ...before.volumes, ...change.volumes } }
  return { ...before, ...change, ...volumes }
}

/** The change that takes this one back. */
export function inverse(own: OwnPreferences, change: PreferenceChange): PreferenceChange {
  const { volumes, ...rest } = change
  const fields = Object.keys(rest) as (keyof typeof rest)[]
  const names = Object.keys(volumes ?? {}) as VolumeName[]
  return {
    ...Object.fromEntries(fields.map((field) => [field, own[field]])),
    ...(volumes && { volumes: Object.fromEntries(names.map((name) => [name, volumeOf(own, name)])) }),
  }
}

/** Whether anything is different with the change. */
export function changesSomething(own: OwnPreferences, change: PreferenceChange): boolean {
  const { volumes = {}, ...rest } = change
  return (
    (Object.keys(rest) as (keyof typeof rest)[]).some((field) => rest[field] !== own[field]) ||
    (Object.keys(volumes) as VolumeName[]).some((name) => volumes[name] !== volumeOf(own, name))
  )
}
