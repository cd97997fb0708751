/** Everything that authors and approvers can do with content. */

import { ALT_COMMA, singleKey } from "../../commands/keys.ts"
import type { ConsoleCommand } from "../../commands/registry.ts"
import type { MessageKey } from "../../i18n/i18n.svelte.ts"
import type { Office, Release } from "../../protocol/generated.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import type { Answer } from "../../state/outbox.ts"
import { APPROVING_OFFICES, checkSignature } from "./impact.ts"
import { type ReadingActions, translationCommands } from "./translation-commands.ts"

/** A protocol or card that is open in the draft. */
export interface DocumentActions {
  /** Whether it is seen as a form. */
  readonly form: boolean
  /** The part in hand; empty: the head. */
  readonly part: string
  readonly undoable: boolean
  turn(): Promise<void>
  add(): Promise<void>
  copy(): Promise<void>
  move(by: -1 | 1): Promise<void>
  remove(): Promise<void>
  undo(): Promise<void>
}

export interface ContentActions {
  readonly me: string
  readonly known: boolean
  readonly release: Release | null
  /** The newest that stands: only it can be taken back. */
  readonly last: string | null
  readonly draft: {
    readonly changes: readonly string[]
    readonly missing: MessageKey | null
    /** The protocol that is open, or whose specification is; `written`: the draft has a specification of it already. */
    readonly specification: { readonly protocol: string; readonly written: boolean } | null
  } | null
  readonly document: DocumentActions | null
  /** Whether the response plan is being tried. */
  readonly trying: boolean
  /** Whether the area of the plan is open as a form. */
  readonly forming: boolean
  /** Whether the radio plan is open as a form. */
  readonly formingRadio: boolean
  /** Translations that are being read; null while their page is closed. */
  readonly reading: ReadingActions | null
  readTranslations(): void
  write(): void | Promise<void>
  tryPlan(): void
  formPlan(): void
  formRadio(): void
  discard(): void
  draftSpecification(): Promise<void>
  check(): Promise<void>
  propose(): Promise<Answer | undefined>
  sign(office: Office): Promise<Answer>
  /** How many documents in force are chosen to be signed as they are; null while their list is not open. */
  readonly chosen: number | null
  /** Whether that list is of what was signed last: until the installation has taken it, it is of what ruled before. */
  readonly listed: boolean
  showUnsigned(): void
  /** Whether what the content covers is shown. */
  readonly covering: boolean
  showCoverage(): void
  confirm(office: Office): Promise<Answer>
  ask(what: "remark" | "return" | "withdraw" | "take_back"): void
}

const SIGNS: Readonly<Record<Office, string>> = {
  medical_director: PERMISSION.CONTENT_SIGN_CLINICAL,
  operations: PERMISSION.CONTENT_SIGN_OPERATIONS,
}

export function contentCommands(content: ContentActions): readonly ConsoleCommand[] {
  const { release, draft } = content
  const proposed = (): true | MessageKey =>
    release === null ? "publish.why_none" : release.state === "proposed" ? true : "publish.why_not_proposed"
  return [
    {
      id: "content.write",
      label: "publish.write",
      permission: PERMISSION.CONTENT_WRITE,
      when: () => (content.known ? true : "publish.why_loading"),
      run: () => content.write(),
    },
    {
      id: "content.try_plan",
      label: content.trying ? "trial.back" : "trial.open",
      permission: PERMISSION.CONTENT_REVIEW,
      when: () => (content.known ? true : "publish.why_loading"),
      about: () => String(content.trying),
      run: () => content.tryPlan(),
    },
    {
      id: "content.form_plan",
      label: content.forming ? "area.close" : "area.open",
      permission: PERMISSION.CONTENT_WRITE,
      when: () => (content.known ? true : "publish.why_loading"),
      about: () => String(content.forming),
      run: () => content.formPlan(),
    },
    {
      id: "content.form_radio",
      label: content.formingRadio ? "radio.form.close" : "radio.form.open",
      permission: PERMISSION.CONTENT_WRITE,
      when: () => (content.known ? true : "publish.why_loading"),
      about: () => String(content.formingRadio),
      run: () => content.formRadio(),
    },
    {
      id: "content.read",
      label: content.reading ? "reads.close" : "reads.open",
      permission: PERMISSION.CONTENT_WRITE,
      when: () => (content.known ? true : "publish.why_loading"),
      about: () => String(content.reading !== null),
      run: () => content.readTranslations(),
    },
    ...translationCommands(content.reading),
    {
      id: "content.check",
      label: "publish.check",
      doing: "publish.check_doing",
      key: { code: "Enter", ctrl: true },
      permission: PERMISSION.CONTENT_WRITE,
      when: () =>
        draft === null
          ? "publish.why_no_draft"
          : // What was typed this moment is written before it is checked.
            draft.changes.length > 0 || content.document?.undoable
            ? true
            : "publish.why_unchanged",
      run: () => content.check(),
    },
    ...documentCommands(content.document),
    {
      id: "content.draft_specification",
      label: "publish.draft_specification",
      doing: "publish.drafting_specification",
      permission: PERMISSION.CONTENT_WRITE,
      // What was written of a specification in this draft is not written over by a slip; the one in force stays where it is.
      twice: draft?.specification?.written ?? false,
      when: () => (draft?.specification ? true : "publish.why_no_specification"),
      about: () => draft?.specification?.protocol,
      run: () => content.draftSpecification(),
    },
    {
      id: "content.propose",
      label: "publish.propose",
      permission: PERMISSION.CONTENT_WRITE,
      sends: ["publishing.propose_release"],
      when: () => (draft === null ? "publish.why_no_draft" : (draft.missing ?? true)),
      run: () => content.propose(),
    },
    {
      id: "content.discard",
      label: "publish.discard",
      permission: PERMISSION.CONTENT_WRITE,
      // What was typed for an hour is not thrown away by a slip.
      twice: true,
      when: () => (draft === null ? "publish.why_no_draft" : true),
      run: () => content.discard(),
    },
    ...APPROVING_OFFICES.map(
      (office): ConsoleCommand => ({
        id: `content.sign_${office}`,
        label: `publish.sign_${office}`,
        permission: SIGNS[office],
        sends: ["publishing.sign"],
        twice: true,
        when: () => checkSignature(release, office, content.me),
        about: () => release?.id,
        run: () => content.sign(office),
      }),
    ),
    {
      id: "content.coverage",
      label: content.covering ? "covers.close" : "covers.open",
      permission: PERMISSION.CONTENT_REVIEW,
      when: () => (content.known ? true : "publish.why_loading"),
      about: () => String(content.covering),
      run: () => content.showCoverage(),
    },
    {
      id: "content.unsigned",
      label: content.chosen === null ? "confirm.open" : "confirm.close",
      permission: PERMISSION.CONTENT_REVIEW,
      when: () => (content.known ? true : "publish.why_loading"),
      about: () => String(content.chosen === null),
      run: () => content.showUnsigned(),
    },
    ...APPROVING_OFFICES.map(
      (office): ConsoleCommand => ({
        id: `content.confirm_${office}`,
        label: `confirm.as_${office}`,
        facts: () => ({ count: content.chosen ?? 0 }),
        permission: SIGNS[office],
        sends: ["publishing.confirm"],
        twice: true,
        when: () =>
          content.chosen === null
            ? "confirm.why_closed"
            : !content.listed
              ? "confirm.why_taking"
              : content.chosen > 0
                ? true
                : "confirm.why_none",
        about: () => String(content.chosen),
        run: () => content.confirm(office),
      }),
    ),
    {
      id: "content.remark",
      label: "publish.remark",
      permission: PERMISSION.CONTENT_REVIEW,
      sends: ["publishing.remark"],
      when: () => (release === null ? "publish.why_none" : true),
      run: () => content.ask("remark"),
    },
    {
      id: "content.return",
      label: "publish.return",
      permission: PERMISSION.CONTENT_APPROVE,
      sends: ["publishing.return"],
      when: proposed,
      run: () => content.ask("return"),
    },
    {
      id: "content.withdraw",
      label: "publish.withdraw",
      permission: PERMISSION.CONTENT_WRITE,
      sends: ["publishing.withdraw"],
      when: () => (release !== null && release.author !== content.me ? "publish.why_not_yours" : proposed()),
      run: () => content.ask("withdraw"),
    },
    {
      id: "content.take_back",
      label: "publish.take_back",
      permission: PERMISSION.CONTENT_APPROVE,
      sends: ["publishing.take_back"],
      when: () =>
        release === null
          ? "publish.why_none"
          : release.state !== "approved"
            ? "publish.why_not_approved"
            : release.id === content.last
              ? true
              : "publish.why_not_last",
      run: () => content.ask("take_back"),
    },
  ]
}

/** The region in which a draft is written. */
export const DRAFT_REGION = 4

/** Parts of a document by single keys while the list of them has the hand; its two views by one key from anywhere. */
function documentCommands(open: DocumentActions | null): readonly ConsoleCommand[] {
  const asForm = (): true | MessageKey => (open?.form ? true : "document.why_no_form")
  const onEntry = (): true | MessageKey =>
    !open?.form ? "document.why_no_form" : open.part === "" ? "document.why_head" : true
  const one = (
    id: string,
    label: MessageKey,
    code: string,
    when: () => true | MessageKey,
    run: (() => Promise<void>) | null | undefined,
  ): ConsoleCommand => ({
    id: `content.${id}`,
    label,
    key: singleKey(code),
    region: DRAFT_REGION,
    part: "parts",
    permission: PERMISSION.CONTENT_WRITE,
    when,
    run: () => run?.(),
  })
  return [
    {
      id: "content.as_file",
      label: open?.form ? "document.as_file" : "document.as_form",
      // The same in another form, as a map as a list.
      key: ALT_COMMA,
      permission: PERMISSION.CONTENT_WRITE,
      when: () => (open === null ? "document.why_no_form" : true),
      about: () => String(open?.form),
      run: () => open?.turn(),
    },
    one("part_add", "document.add", "KeyN", asForm, open?.add),
    one("part_copy", "document.copy", "KeyC", onEntry, open?.copy),
    one("part_up", "document.up", "KeyS", onEntry, open && (() => open.move(-1))),
    one("part_down", "document.down", "KeyB", onEntry, open && (() => open.move(1))),
    one("part_remove", "document.remove", "KeyX", onEntry, open?.remove),
    one("undo", "document.undo", "KeyZ", () => (open?.undoable ? true : "document.why_no_undo"), open?.undo),
  ]
}
