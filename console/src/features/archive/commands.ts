/** Everything a person can do in the archive and with a case file. */

import { altKey } from "../../commands/keys.ts"
import type { ConsoleCommand } from "../../commands/registry.ts"
import type { MessageKey } from "../../i18n/i18n.svelte.ts"
import { PERMISSION } from "../../protocol/permissions.ts"
import type { Answer } from "../../state/outbox.ts"

type Done = Promise<Answer | undefined> | undefined

export interface ArchiveActions {
  readonly next: string | null
  focusSearch(): void
  clear(): void
  more(): Promise<Answer | undefined>
}

export function archiveCommands(archive: ArchiveActions): readonly ConsoleCommand[] {
  return [
    {
      id: "archive.search",
      label: "archive.search_focus",
      key: altKey("B"),
      run: () => archive.focusSearch(),
    },
    { id: "archive.clear", label: "archive.clear", run: () => archive.clear() },
    {
      id: "archive.more",
      label: "archive.more",
      when: () => (archive.next === null ? "archive.why_no_more" : true),
      run: () => archive.more(),
    },
  ]
}

export interface CaseActions {
  /** What the page is called that the case was opened from; none: the archive. */
  readonly from: string | null
  readonly reading: {
    readonly state: string
    readonly sealed_at: string | null
    readonly replies: readonly unknown[]
  } | null
  readonly ready: boolean
  seal(): Done
  export(): Done
  report(): Done
  openMail(): void
  interviews(): Done
  prove(): Done
  openAddendum(): void
  openReopen(): void
  step(by: number): void
  back(): void
}

export function caseCommands(file: CaseActions): readonly ConsoleCommand[] {
  const there = (then: () => true | MessageKey) => () =>
    file.reading === null ? "archive.why_loading" : then()
  const sealed = (then: true | MessageKey, otherwise: true | MessageKey) =>
    there(() => (file.reading?.sealed_at ? then : otherwise))
  return [
    {
      id: "case.seal",
      label: "archive.seal",
      permission: PERMISSION.CASE_FILE_SEAL,
      sends: ["archive.seal_case"],
      when: there(() => {
        if (file.reading?.sealed_at) return "archive.why_sealed"
        if (file.reading?.state !== "closed") return "archive.why_open"
        return file.ready ? true : "archive.why_work_open"
      }),
      run: () => file.seal(),
    },
    {
      id: "case.export",
      label: "archive.export",
      facts: () => ({ sealed: file.reading?.sealed_at ? "yes" : "no" }),
      permission: PERMISSION.CASE_FILE_EXPORT,
      when: there(() => true),
      run: () => file.export(),
    },
    {
      id: "case.report",
      label: "archive.report",
      permission: PERMISSION.CASE_FILE_READ,
      when: there(() => true),
      run: () => file.report(),
    },
    {
      id: "case.mail",
      label: "archive.mail",
      permission: PERMISSION.CASE_FILE_EXPORT,
      when: there(() => true),
      run: () => file.openMail(),
    },
    {
      id: "case.interviews",
      label: "archive.interviews",
      permission: PERMISSION.CASE_FILE_READ,
      when: there(() => (file.reading?.replies.length ? true : "archive.why_no_interview")),
      run: () => file.interviews(),
    },
    { id: "case.verify", label: "archive.verify", when: there(() => true), run: () => file.prove() },
    {
      id: "case.add",
      label: "archive.add",
      key: altKey("C"),
      permission: PERMISSION.CASE_FILE_ADD,
      sends: ["archive.add_addendum"],
      when: sealed(true, "archive.why_not_sealed"),
      run: () => file.openAddendum(),
    },
    {
      id: "case.reopen",
      label: "archive.reopen",
      permission: PERMISSION.CASE_FILE_REOPEN,
      sends: ["archive.reopen"],
      when: sealed(true, "archive.why_not_sealed"),
      run: () => file.openReopen(),
    },
    { id: "case.before", label: "archive.before", when: there(() => true), run: () => file.step(-1) },
    { id: "case.after", label: "archive.after", when: there(() => true), run: () => file.step(1) },
    {
      id: "case.back",
      ...(file.from === null
        ? { label: "archive.back" as const }
        : { label: "archive.back_to" as const, facts: () => ({ page: file.from ?? "" }) }),
      key: altKey("B"),
      run: () => file.back(),
    },
  ]
}
