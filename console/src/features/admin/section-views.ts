/** What each section of administration is drawn with. Those that need more than the page's state are named in `Page.svelte`. */

import type { Component } from "svelte"
import BackupsPanel from "../../backups/BackupsPanel.svelte"
import KeysPanel from "../../backups/KeysPanel.svelte"
import MessagingPanel from "../../messaging/MessagingPanel.svelte"
import OpeningRulesPanel from "../../opening-rules/OpeningRulesPanel.svelte"
import TlsPanel from "../../page-tls/TlsPanel.svelte"
import PartnersPanel from "../../partners/PartnersPanel.svelte"
import PremiseNotesPanel from "../../premise-notes/PremiseNotesPanel.svelte"
import TelephoneLinePanel from "../../telephone-line/TelephoneLinePanel.svelte"
import type { Admin } from "./admin.svelte.ts"
import ContactsPanel from "./ContactsPanel.svelte"
import ContentTable from "./ContentTable.svelte"
import HospitalForm from "./HospitalForm.svelte"
import HospitalList from "./HospitalList.svelte"
import OnCallForm from "./OnCallForm.svelte"
import OnCallList from "./OnCallList.svelte"
import PeopleList from "./PeopleList.svelte"
import PersonForm from "./PersonForm.svelte"
import PlaceForm from "./PlaceForm.svelte"
import PlaceList from "./PlaceList.svelte"
import PlanTable from "./PlanTable.svelte"
import RadioPanel from "./RadioPanel.svelte"
import RolesTable from "./RolesTable.svelte"
import type { AdminSection, EditedSection } from "./sections.ts"
import UnitForm from "./UnitForm.svelte"
import UnitList from "./UnitList.svelte"

interface EditedViews {
  readonly list: Component<{ admin: Admin; take: (id: string) => void }>
  readonly form: Component<{ admin: Admin }>
}
const places: EditedViews = { list: PlaceList, form: PlaceForm }
const views: Readonly<Record<EditedSection, EditedViews>> = {
  people: { list: PeopleList, form: PersonForm },
  agencies: places,
  centres: places,
  desks: places,
  units: { list: UnitList, form: UnitForm },
  hospitals: { list: HospitalList, form: HospitalForm },
  on_call: { list: OnCallList, form: OnCallForm },
}
/** A list of rows and the form of one of them. */
export const EDITED: { readonly [section in AdminSection]?: EditedViews } = views
/** One panel. */
export const READ: { readonly [section in AdminSection]?: Component<{ admin: Admin }> } = {
  roles: RolesTable,
  plan: PlanTable,
  content: ContentTable,
}
/** One panel, with a state of its own. */
export const PANELS: { readonly [section in AdminSection]?: Component<Record<string, never>> } = {
  radio: RadioPanel,
  contacts: ContactsPanel,
  premise_notes: PremiseNotesPanel,
  opening_rules: OpeningRulesPanel,
  tls: TlsPanel,
  telephone: TelephoneLinePanel,
  messaging: MessagingPanel,
  backups: BackupsPanel,
  keys: KeysPanel,
  partners: PartnersPanel,
}
