/** What can be chosen, and the way from what somebody stated to a whole set. Pure. */

import { leastVolume, loudness, type SoundName } from "../kit/sounds.ts"
import type { Preferences, Volumes } from "../protocol/generated.ts"

/** Some of them: what becomes different. */
export type PreferenceChange = Preferences
export type OwnPreferences = Required<Omit<Preferences, "volumes">> & { readonly volumes: Volumes }
export type VolumeName = keyof Volumes & SoundName

export const STANDARD: OwnPreferences = { type_size: 100, palette: "standard", hand: "right", volumes: {} }
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
  loudness(name, volumes) * 100

export const volumeChange = (own: OwnPreferences, name: VolumeName, percent: number): PreferenceChange => ({
  volumes: { ...own.volumes, [name]: Math.min(100, Math.max(leastVolume(name), percent)) },
})

/** Whether anything is different with the change. */
export const changesSomething = (own: OwnPreferences, change: PreferenceChange): boolean =>
  (Object.keys(change) as (keyof PreferenceChange)[]).some((field) => change[field] !== own[field])
