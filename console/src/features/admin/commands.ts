/** Everything an administrator can do. */

import { altKey, singleKey } from "../../commands/keys.ts"
import { type ConsoleCommand, whenPresent } from "../../commands/registry.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import { type AdminSection, permissionOf, SECTIONS, sectionsOf } from "./sections.ts"

export interface AdminActions {
  readonly section: AdminSection
  /** Whether the person here has a permission: it decides which sections there are. */
  may(permission: string): boolean
  readonly chosen: string | null
  readonly person: unknown
  readonly dirty: boolean
  go(section: AdminSection): void
  fresh(): void
  /** To the box that finds rows; null in a section without one. */
  readonly find: (() => void) | null
  /** The chosen row is one that was saved. */
  readonly saved: boolean
  /** A new row is being typed. */
  readonly making: boolean
  copy(): void
  /** Who changed what in the chosen row. */
  history(): void
  /** Null in a section where no series makes sense; undefined while no row is chosen. */
  readonly series: (() => void) | null | undefined
  save(): Promise<void>
  discard(): void
  putOut(): Promise<void>
  /** The hospital that is chosen; undefined in another section. */
  readonly hospital?: unknown
  retireHospital(): Promise<void>
  /** The duty that is chosen; undefined in another section. */
  readonly duty?: unknown
  endDuty(): Promise<void>
  /** The phones of the unit that is chosen; null where no unit is. */
  readonly phones: PhoneActions | null
}
export interface PhoneActions {
  /** A name was typed for a new one. */
  readonly ready: boolean
  /** The one in turn. */
  readonly chosen: { readonly name: string; readonly revoked_at?: string | null } | null
  add(): Promise<void>
  revoke(): Promise<void>
}

export function adminCommands(admin: AdminActions): readonly ConsoleCommand[] {
  const permission = PERMISSION.PEOPLE_ADMIN
  const { find } = admin
  const { fresh } = SECTIONS[admin.section]
  const sections = sectionsOf(admin.may).filter((section) => section !== admin.section)
  return [
    ...(fresh ? [{ id: "admin.new", label: fresh, permission, run: () => admin.fresh() }] : []),
    ...(find
      ? [{ id: "admin.find", label: "admin.find_rows", key: altKey("B"), permission, run: find } as const]
      : []),
    ...(fresh ? rowCommands(admin) : []),
    {
      id: "admin.save",
      label: "admin.save",
      permission,
      sends: ["dispatch.register_unit", "hospitals.add", "hospitals.change", "rosters.set_on_call"],
      when: () => (admin.chosen !== null && admin.dirty ? true : "admin.why_no_draft"),
      run: () => admin.save(),
    },
    {
      id: "admin.discard",
      label: "admin.discard",
      permission,
      when: () => (admin.dirty ? true : "admin.why_no_draft"),
      run: () => admin.discard(),
    },
    {
      id: "admin.put_out",
      label: "admin.put_out",
      permission,
      // What throws somebody out of their work is not a slip.
      twice: true,
      when: () =>
        admin.section !== "people"
          ? "admin.why_no_person"
          : admin.person
            ? true
            : admin.chosen
              ? "admin.why_new"
              : "admin.why_no_person",
      about: () => admin.chosen,
      run: () => admin.putOut(),
    },
    ...hospitalCommands(admin),
    ...dutyCommands(admin),
    ...phoneCommands(admin.phones),
    ...sections.map(
      (section): ConsoleCommand => ({
        id: `admin.go_${section}`,
        label: SECTIONS[section].words,
        also: SECTIONS[section].also,
        permission: permissionOf(section, admin.may),
        run: () => admin.go(section),
      }),
    ),
  ]
}

function rowCommands(admin: AdminActions): readonly ConsoleCommand[] {
  const permission = PERMISSION.PEOPLE_ADMIN
  const { series } = admin
  return [
    {
      id: "admin.copy",
      label: "admin.copy_row",
      permission,
      when: () => (admin.making ? "admin.why_making" : whenPresent(admin.saved, "admin.why_no_row")),
      run: () => admin.copy(),
    },
    {
      id: "admin.history",
      label: "history.title",
      // In the list: H is a letter in every field.
      key: singleKey("KeyH"),
      region: 2,
      permission,
      when: () => whenPresent(admin.saved, "admin.why_no_row"),
      run: () => admin.history(),
    },
    ...(series === null
      ? []
      : [
          {
            id: "admin.series",
            label: "admin.series",
            permission,
            when: () => whenPresent(series, "admin.why_no_row"),
            run: () => series?.(),
          } as const,
        ]),
  ]
}

function hospitalCommands(admin: AdminActions): readonly ConsoleCommand[] {
  if (admin.section !== "hospitals") return []
  return [
    {
      id: "admin.retire_hospital",
      label: "admin.hospital_retire",
      permission: PERMISSION.HOSPITAL_ADMIN,
      sends: ["hospitals.retire"],
      // Nobody is taken there any more, and it does not come back.
      twice: true,
      when: () => (admin.hospital ? true : "admin.why_no_hospital"),
      about: () => admin.chosen,
      run: () => admin.retireHospital(),
    },
  ]
}

function dutyCommands(admin: AdminActions): readonly ConsoleCommand[] {
  if (admin.section !== "on_call") return []
  return [
    {
      id: "admin.end_on_call",
      label: "admin.on_call_end",
      permission: PERMISSION.ROSTER_ADMIN,
      sends: ["rosters.end_on_call"],
      // Nobody is told to telephone them any more.
      twice: true,
      when: () => (admin.duty ? true : "admin.why_no_on_call"),
      about: () => admin.chosen,
      run: () => admin.endDuty(),
    },
  ]
}

/** Without a unit there are none. */
function phoneCommands(phones: PhoneActions | null): readonly ConsoleCommand[] {
  if (phones === null) return []
  const permission = PERMISSION.UNIT_ADMIN
  return [
    {
      id: "admin.add_phone",
      label: "admin.add_phone",
      permission,
      when: () => (phones.ready ? true : "admin.why_no_phone_name"),
      run: () => phones.add(),
    },
    {
      id: "admin.revoke_phone",
      label: "admin.revoke_phone",
      permission,
      // Its crew is off the map from then on.
      twice: true,
      when: () =>
        phones.chosen === null
          ? "admin.why_no_phone"
          : phones.chosen.revoked_at
            ? "admin.why_phone_revoked"
            : true,
      about: () => phones.chosen?.name,
      run: () => phones.revoke(),
    },
  ]
}
