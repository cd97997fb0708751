/**
 * The pictograms of steps in easy reading (`auxilio.kernel.pictograms`), drawn for Auxilio on a grid of 96. They are part of the page,
 * so that a card goes on without network. Pure data: `PictogramView` draws it.
 */

import type { Pictogram } from "../../protocol/generated.ts"

/** Paths of one drawing, by how they are drawn; all in the colour of the text. */
export interface Drawing {
  /** Filled: heads, flames, drops. */
  readonly solid?: string
  /** The thickest strokes: bodies and limbs. */
  readonly limbs?: string
  /** Things, arrows and the ground. */
  readonly line?: string
  /** Left out of what is filled. */
  readonly cut?: string
  /** Within a ring with a bar: do not. */
  readonly forbidden?: true
}

const disc = (x: number, y: number, r: number): string =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`
const GROUND = "M4 88H92"
const WAVES = "q7-8 14 0t14 0t14 0t14 0t14 0t14 0"
const FLAME = "c-18-2-18-24-6-34c0 8 4 10 6 10c-2-12 4-22 8-26c0 16 10 22 8 36c0 8-6 14-16 14Z"
const DROP = "c-6 8-8 11-8 15a8 8 0 0 0 16 0c0-4-2-7-8-15Z"
const TORSO = "M22 92V50Q22 34 40 33H56Q74 34 74 50V92"
const BABY = {
  solid: `${disc(41, 18, 2.5)}${disc(55, 18, 2.5)}M34 62H62L56 77H40Z`,
  line: `${disc(48, 20, 15)}M42 26Q48 30 54 26M37 36Q32 60 40 76H56Q64 60 59 36M40 76L31 90M56 76L65 90`,
}
const HUG = {
  solid: `${disc(38, 15, 8)}${disc(62, 13, 8)}`,
  limbs: "M38 30V58L33 87M38 58L45 87M64 28V58L64 87M64 58L73 87",
}
const ARM = "M4 38H64Q70 22 80 28Q82 30 76 40Q92 42 92 55Q92 70 72 70H4"

export const DRAWINGS: { readonly [name in Pictogram]: Drawing } = {
  baby_back_blows: {
    solid: `${disc(78, 66, 11)}M24 46L34 42L42 58L30 60Z`,
    limbs: "M62 60L32 51L14 62",
    line: "M4 74L58 84Q70 92 84 90M44 8V34M34 24L44 34L54 24M22 18L28 28M66 18L64 28",
  },
  baby_on_back: { ...BABY, limbs: "M36 44L22 36M60 44L74 36" },
  baby_to_mother: {
    solid: `${disc(48, 17, 12)}${disc(38, 54, 9)}`,
    limbs: "M50 62L66 72",
    line: "M14 92V62Q14 38 36 37H60Q82 38 82 62V92M22 74Q46 96 76 72",
  },
  back_blows: {
    solid: `${disc(16, 50, 8)}${disc(82, 13, 8)}`,
    limbs: "M29 46L58 42V87M34 50L32 68M82 28V58L78 87M82 58L88 87M80 32L64 20L52 30",
    line: "M36 24L42 32M44 16L47 25M30 34L38 37",
  },
  belly_thrusts: {
    ...HUG,
    solid: `${HUG.solid}${disc(27, 48, 6)}`,
    limbs: `${HUG.limbs}M62 34L30 46`,
    line: "M12 66V38M3 47L12 38L21 47",
  },
  blanket: {
    solid: `${disc(16, 58, 10)}M30 52Q60 40 92 58V78H30Z`,
    line: GROUND,
    cut: "M44 50V76M58 48V76M72 50V76",
  },
  breaths: {
    solid: `${disc(42, 28, 12)}${disc(26, 70, 12)}`,
    limbs: "M58 30L84 46L80 76M42 78H66",
    line: `M37 44L31 55M25 48L30 56L39 53${GROUND}`,
  },
  chest_thrusts: {
    ...HUG,
    limbs: `${HUG.limbs}M62 32L32 36`,
    line: "M34 44Q14 52 34 64M4 36H22M14 28L22 36L14 44",
  },
  clock: { line: `${disc(48, 48, 38)}M48 22V48L64 58` },
  close_door: { solid: `M22 88${FLAME}${disc(58, 50, 4)}`, line: "M46 8H86V90H46Z" },
  cover_wound: { line: `${ARM}M28 30H68V78H28ZM28 46L44 30M28 62L64 30M28 78L68 38M44 78L68 54M60 78L68 70` },
  danger: { solid: disc(48, 73, 4.5), line: "M48 10L90 86H6ZM48 36V60" },
  defibrillator: {
    solid: "M48 78C14 58 22 36 36 37C43 37 48 43 48 46C48 43 53 37 60 37C74 36 82 58 48 78Z",
    line: "M8 24H88V90H8ZM34 24V10H62V24",
    cut: "M52 44L44 57H52L45 70",
  },
  do_not_go_back: {
    solid: disc(28, 48, 6),
    limbs: "M29 60L33 70",
    line: "M46 34L66 20L78 34M52 32V44M72 32V50H64M29 58L42 54",
    forbidden: true,
  },
  do_not_jump: {
    solid: disc(30, 46, 6),
    limbs: "M32 58L38 68",
    line: "M50 20H76V46H56M22 56L32 58M38 68L46 74M38 68L36 78",
    forbidden: true,
  },
  do_not_touch: {
    solid: "M34 46H64V66Q64 72 58 72H42Q36 72 34 66Z",
    line: "M37 48V34M46 46V27M54 46V27M62 48V34M36 62L26 52",
    forbidden: true,
  },
  do_not_walk: {
    solid: disc(49, 27, 7),
    limbs: "M48 40L46 54L36 72M46 54L58 71",
    line: "M48 40L36 52M48 40L64 52",
    forbidden: true,
  },
  doctor: {
    solid: `${disc(48, 18, 13)}M16 92V64Q16 38 42 37H54Q80 38 80 64V92Z`,
    cut: "M48 50V80M33 65H63",
  },
  dry_baby: {
    solid: `${disc(42, 32, 2.5)}${disc(54, 32, 2.5)}`,
    line: `${disc(48, 34, 15)}M43 40Q48 44 53 40M48 8Q78 10 73 42Q84 78 48 90Q12 78 23 42Q18 10 48 8ZM28 54L64 86M68 54L48 70`,
  },
  gas_valve: {
    solid: "M48 42c-10-1-10-13-3-19c0 4 2 6 3 6c-1-7 2-12 5-15c0 9 6 13 5 20c0 5-4 8-10 8Z",
    limbs: "M22 54H74",
    line: "M4 68H92M4 88H92M48 54V66M16 42Q18 10 48 7Q78 10 80 42M70 33L80 42L89 32",
  },
  get_out: {
    solid: disc(38, 17, 8),
    limbs: "M36 32L30 54L42 66L38 86M30 54L20 68L6 68M36 34L48 46L58 42M36 34L22 38L18 50",
    line: "M58 8H90V90H64M68 66H84M78 59L85 66L78 73",
  },
  go_up: {
    line: `M22 78H38V62H54V46H70V30H90M14 58L44 22M30 22H44V36M4 92${WAVES}`,
  },
  hands_on_chest: {
    solid: `${disc(48, 14, 11)}M40 46H60Q66 46 66 54V66Q66 74 58 74H40Z`,
    limbs: "M64 60L94 72",
    line: "M22 92V50Q22 34 40 33H56Q74 34 74 50V54M74 80V92M40 49H31M40 57H28M40 65H28M42 72H32",
  },
  hold_baby: { ...BABY, limbs: "M6 92L24 68L34 58M90 92L72 68L66 58M36 44L24 38M60 44L72 38" },
  injector: {
    solid: `${disc(16, 15, 10)}M48 6H64V40H48Z`,
    limbs: "M16 34V66H70V92",
    line: "M56 40V58M82 18V46M73 37L82 46L91 37",
    cut: "M56 14V30",
  },
  leave_car: {
    solid: `${disc(24, 74, 8)}${disc(74, 74, 8)}${disc(50, 10, 7)}`,
    limbs: "M50 24V40M50 26L38 18M50 26L66 18",
    line: `M6 72V56L18 52L30 36H68L80 52L92 58V72ZM8 92${WAVES}`,
  },
  lie_back: { solid: disc(14, 66, 10), limbs: "M32 71H90", line: GROUND },
  lifebuoy: {
    solid: "M34 6H52V22H34ZM34 58H52V74H34ZM9 31H25V49H9ZM61 31H77V49H61Z",
    line: `${disc(43, 40, 33)}${disc(43, 40, 16)}M76 40Q92 44 92 62M4 90${WAVES}`,
  },
  look_in_mouth: {
    solid: `${disc(34, 30, 4)}${disc(62, 30, 4)}M38 58Q48 50 58 58Q58 72 48 72Q38 72 38 58Z`,
    line: `${disc(48, 44, 40)}${disc(48, 60, 18)}M61 73L80 92`,
  },
  no_cut: { line: `${disc(29, 57, 8)}${disc(40, 69, 8)}M36 52L74 40M46 62L64 24`, forbidden: true },
  no_electricity: { solid: "M66 16L26 52H44L32 80L70 42H52L74 22Z", forbidden: true },
  no_flame: {
    solid: "M58 52c-16-2-16-18-7-27c0 6 3 8 6 8c-1-9 4-16 9-20c0 12 9 17 7 27c0 7-6 12-15 12Z",
    limbs: "M28 72L46 56",
    forbidden: true,
  },
  nothing_by_mouth: {
    line: "M50 22H74L70 50H60M53 32H72M33 46V78M25 46V54Q25 60 33 60Q41 60 41 56V50",
    forbidden: true,
  },
  on_side: {
    solid: disc(14, 64, 9),
    limbs: "M30 70H56L88 78M56 70L70 50L84 62M34 68L44 52L30 52",
    line: GROUND,
  },
  open_airway: {
    line: "M92 86H66Q54 88 46 82Q16 88 12 62Q12 46 24 41L20 28L33 35L43 32Q54 33 55 43Q58 54 72 57H92M68 42V12M59 21L68 12L77 21M36 16Q18 8 6 26M3 14L6 27L18 22",
  },
  pads: {
    solid: `${disc(48, 15, 11)}M29 44H46V62H29ZM54 66H70V86H54Z`,
    line: `${TORSO}`,
  },
  pill: {
    line: `${disc(32, 64, 24)}M20 64H44M54 30L68 16A12 12 0 0 1 85 33L71 47A12 12 0 0 1 54 30M61 23L78 40`,
  },
  press_baby: { ...BABY, limbs: "M6 62L42 50M90 62L54 50" },
  press_chest: {
    solid: `${disc(52, 13, 8)}${disc(11, 80, 8)}`,
    limbs: "M26 84H92M56 28L46 68M56 28L78 46L68 70",
    line: "M22 30V60M12 50L22 60L32 50",
  },
  press_wound: {
    solid: "M18 79c-4 5-5 7-5 10a5 5 0 0 0 10 0c0-3-1-5-5-10Z",
    limbs: "M92 4L66 20L28 28",
    line: "M4 54H24M60 48Q70 36 78 42Q80 44 75 52Q92 54 92 64Q92 74 72 74H4M24 38H60V58H24Z",
  },
  rub_belly: {
    solid: disc(48, 34, 3.5),
    line: "M24 6Q34 34 20 90M72 6Q62 34 76 90M64 62A16 16 0 1 1 54 48M44 42L55 48L49 59",
  },
  sit: {
    solid: disc(42, 15, 10),
    limbs: "M42 32V58H66V86",
    line: "M26 34V90M26 70H54V90",
  },
  soft_under_head: {
    solid: disc(22, 46, 11),
    limbs: "M42 58L58 76H90",
    line: `M4 68Q6 60 14 63Q22 66 30 63Q40 60 40 70Q40 82 30 79Q22 77 14 79Q4 82 4 68Z${GROUND}`,
  },
  stairs_not_lift: {
    solid: `${disc(30, 17, 6)}M60 24L67 12L74 24ZM78 12H92L85 24Z`,
    line: "M30 28V44L22 56M30 44L38 54M6 90H16V78H26V66H36V54H46M58 34H92V90H58ZM56 32L94 92M94 32L56 92",
  },
  stay_out_of_water: {
    solid: disc(52, 24, 7),
    limbs: "M50 36L44 54",
    line: "M50 38L66 48M22 64q7-8 14 0t14 0t14 0t10-2M28 76q7-8 13 0t14 0t12-1",
    forbidden: true,
  },
  swap: {
    solid: `${disc(22, 36, 9)}${disc(74, 36, 9)}`,
    limbs: "M22 54V74M74 54V74",
    line: "M28 18Q48 4 68 16M58 20L69 17L66 6M68 84Q48 98 28 86M38 82L27 85L30 95",
  },
  take_off: {
    line: "M34 22L12 34L22 52L32 46V90H64V46L74 52L84 34L66 22Q48 34 34 22ZM48 80V52M39 61L48 52L57 61",
  },
  tap_water: {
    solid: "M60 50c-6 8-8 11-8 15a8 8 0 0 0 16 0c0-4-2-7-8-15Z",
    limbs: "M6 22H42Q60 22 60 40M6 86H46L72 88",
    line: "M28 20V8M18 8H38M46 84L58 76M70 86H90M66 92H84",
  },
  tell_us: {
    solid: `${disc(72, 44, 3.5)}${disc(27, 79, 3.5)}`,
    line: "M8 8H46V88H8ZM8 70H46M54 8H90V56H74L64 70V56H54ZM72 20V34",
  },
  tourniquet: {
    solid: `M22 30H38V78H22ZM66 74${DROP}`,
    line: `${ARM}M14 14L46 26M30 20V30M60 54H74`,
  },
  watch: { solid: disc(48, 48, 14), line: "M6 48Q48 4 90 48Q48 92 6 48Z" },
  wave: {
    solid: `${disc(40, 38, 10)}M22 84Q22 54 40 54Q58 54 58 84Z`,
    limbs: "M56 62L70 44L64 26",
    line: "M8 8H88V88H8ZM76 22L81 17M74 34H81",
  },
}
