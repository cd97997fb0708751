/** One reader's translations: what is open, what they say of it, and the way back. What they say is written into their draft by the server. */

import type {
  OpenTranslation,
  ReadSentence,
  TranslationAnswer,
  TranslationMark,
  TranslationRow,
} from "../../protocol/generated.ts"
import { api } from "../../state/api.ts"
import type { Answer, Problem } from "../../state/outbox.ts"
import { keyOfSentence, nextUnread } from "./translation-review.ts"

/** The reader's draft, as far as reading writes in it. */
export interface ReadingDraft {
  readonly began: string
  readonly files: Readonly<Record<string, string>>
  put(path: string, text: string): Promise<void>
  /** A file is as it was before; undefined: as it stands, so that it is no change. */
  putBack(path: string, text: string | undefined): void
}

const ANSWER_MS = 30_000
const DONE: Answer = { ok: true, handled: { command: "", versions: {}, facts: {} } }

export class TranslationReader {
  answer = $state.raw<TranslationAnswer | null>(null)
  problem = $state.raw<Problem | null>(null)
  language = $state("")
  /** The sentence in hand, by its key. */
  sentence = $state<string | null>(null)
  readonly draft: ReadingDraft
  readonly open = $derived<OpenTranslation | null>(this.answer?.open ?? null)
  readonly rows = $derived<readonly TranslationRow[]>(this.answer?.documents ?? [])
  readonly row = $derived(this.rows.find((each) => each.id === this.open?.id))
  readonly next = $derived(nextUnread(this.rows, this.open?.id ?? null))
  /** The file before each mark, while nothing has been proposed. */
  #before = $state.raw<readonly (string | undefined)[]>([])
  /** One question after the other: what is said of a document is never lost to the next that is opened. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(draft: ReadingDraft, language: string) {
    this.draft = draft
    this.language = language
  }

  get undoable(): boolean {
    return this.#before.length > 0
  }
  readonly inHand = $derived<ReadSentence | undefined>(
    this.open?.sentences.find((each) => keyOfSentence(each) === this.sentence),
  )

  /** Ask again: the draft or the content in force may be another. */
  look(): Promise<Answer> {
    return this.#inTurn(() => this.#ask(this.open?.id ?? null))
  }
  /** The same document in another language, where it has words in it. */
  speak(language: string): Promise<Answer> {
    return this.#inTurn(async () => {
      this.language = language
      const open = this.open?.id ?? null
      const answer = await this.#ask(open)
      return answer.ok || open === null ? answer : this.#ask(null)
    })
  }
  /** Whether the document stands open, at its first sentence. */
  async show(document: string): Promise<boolean> {
    const answer = await this.#inTurn(() => this.#ask(document))
    if (!answer.ok || this.open?.id !== document) return false
    const first = this.open.sentences[0]
    this.sentence = first ? keyOfSentence(first) : null
    return true
  }

  /** The open document was read as it was shown. */
  read(): Promise<Answer> {
    return this.#inTurn(() => this.#mark(null))
  }
  /** What is wrong with a sentence; with empty words it is right after all. */
  wrong(sentence: ReadSentence, note: string): Promise<Answer> {
    return this.#inTurn(() => this.#mark({ original: sentence.original, said: sentence.said, note }))
  }
  /** The last mark is taken back. */
  undo(): Promise<Answer> {
    return this.#inTurn(async () => {
      if (!this.undoable || this.answer === null) return DONE
      const text = this.#before.at(-1)
      this.#before = this.#before.slice(0, -1)
      this.draft.putBack(this.answer.path, text)
      return this.#ask(this.open?.id ?? null)
    })
  }

  #inTurn(ask: () => Promise<Answer>): Promise<Answer> {
    const answer = this.#last.then(ask)
    this.#last = answer
    return answer
  }

  async #mark(wrong: TranslationMark["wrong"]): Promise<Answer> {
    const open = this.open
    if (open === null || this.answer === null) return DONE
    const path = this.answer.path
    const before = this.draft.files[path]
    const answer = await this.#ask(open.id, { digest: open.digest, ...(wrong ? { wrong } : {}) })
    // What was refused because the text is another by now is read as it stands now.
    if (!answer.ok && answer.problem.code === "translation_moved") await this.#ask(open.id)
    if (answer.ok && this.draft.files[path] !== before) this.#before = [...this.#before, before]
    return answer
  }

  async #ask(document: string | null, mark?: TranslationMark): Promise<Answer> {
    const { began, files } = this.draft
    const reply = await api<TranslationAnswer>("POST", "/api/content/translations", {
      body: { draft: { began, files }, language: this.language, document, mark: mark ?? null },
      timeout_ms: ANSWER_MS,
    })
    // What was refused of a mark is said where it was pressed, and the page shows what it showed.
    this.problem = reply.ok || mark ? null : reply.problem
    if (!reply.ok) return { ok: false, problem: reply.problem }
    if (reply.value.text !== null) await this.draft.put(reply.value.path, reply.value.text)
    this.answer = reply.value
    return DONE
  }
}
