/**
 * What the answers so far prove, and what is still worth asking. Pure, and indifferent to the order of answers.
 *
 * The twin of `src/auxilio/triage/core/engine.py`, which explains the method (decision 0010): the rules are a function
 * from complete interviews to one rule; for the answers known so far we build the decision diagram of what is left
 * of it. Its leaves are the rules that can still decide, its nodes the questions worth asking. `tests/vectors/engine.json`
 * holds both engines to the same answers.
 */

import { answerTo, type Condition, type KnownAnswers, questionsOf } from "./condition.ts"
import type {
  Addition,
  DispatchMode,
  PriorityLevel,
  Protocol,
  ProtocolRule,
  ProtocolTransfer,
  Question,
} from "./content.ts"

export interface ProvenOutcome {
  /** The floor: no way of finishing the interview ends below it. Null: nothing is proved yet. */
  readonly priority: PriorityLevel | null
  /** The rule that decides, when only one still can. */
  readonly rule: string | null
  /** Every rule that can still decide, most severe first. */
  readonly rules: readonly string[]
  /** The priority can no longer rise. */
  readonly decided: boolean
  readonly dispatch: DispatchMode
  readonly type: string | null
  readonly send: readonly string[]
  readonly say: readonly string[]
  readonly notify: readonly string[]
  readonly safety: readonly string[]
  readonly goto: readonly string[]
  readonly route: string | null
  readonly keep_line: boolean
  readonly close_as: string | null
  readonly transfer: ProtocolTransfer | null
  readonly additions: readonly string[]
  readonly next_question: string | null
  /** What is still worth asking, in the order to ask it. */
  readonly open_questions: readonly string[]
}

type Left = boolean | Condition
type Line = readonly [outcome: number, left: Left]

/** A node of the reduced diagram: which outcomes it can reach, which questions decide among them. */
interface Node {
  readonly id: number
  readonly reach: ReadonlySet<number>
  readonly deciding: ReadonlySet<string>
}

const EAGERNESS: readonly DispatchMode[] = ["reflex", "standard", "after_interview", "none"]
const MEMO_MAX = 20_000
const HOLDS = -1
const FAILS = -2

/** A protocol made ready to reason with. Make one for each published version and keep it. */
export class Interview {
  readonly protocol: Protocol
  readonly #questions: ReadonlyMap<string, Question>
  readonly #turn: ReadonlyMap<string, number>
  readonly #leaves = new Map<number, Node>()
  readonly #unique = new Map<string, Node>()
  readonly #memo = new Map<string, Node>()
  #nodes = 0

  constructor(protocol: Protocol) {
    this.protocol = protocol
    this.#questions = new Map(protocol.questions.map((question) => [question.id, question]))
    this.#turn = new Map(protocol.questions.map((question, i) => [question.id, i]))
  }

  /** What these answers prove. Answers to questions that are not asked here are ignored. */
  prove(facts: KnownAnswers): ProvenOutcome {
    const lines = this.protocol.rules.map(
      (rule, i): Line => [i, rule.when === undefined ? true : this.#left(rule.when, facts)],
    )
    const decision = this.#diagram(trim(lines))
    const candidates = this.protocol.rules.filter((_, i) => decision.reach.has(i))
    const { added, open } = this.#additions(facts)
    const proof = conclude(this.protocol, candidates, added)
    const adding = union(
      open.filter(([addition]) => isNews(addition, proof)).map(([, node]) => node.deciding),
    )
    const asking = this.#asking(facts, decision.deciding, adding)
    return { ...proof, next_question: asking[0] ?? null, open_questions: asking }
  }

  question(id: string): Question {
    const found = this.#questions.get(id)
    if (found === undefined) throw new Error(`no question ${id} in ${this.protocol.id}`)
    return found
  }

  /** What the answers leave of a condition, with the guard of each unanswered question written in. */
  #left(condition: Condition, facts: KnownAnswers): Left {
    if (condition.op === "is") {
      const given = answerTo(condition.question, facts)
      if (given !== undefined) return condition.answers.includes(given)
      const guard = this.#guard(condition.question, facts)
      return guard === true ? condition : join("all", [guard, condition])
    }
    return join(
      condition.op,
      condition.of.map((one) => this.#left(one, facts)),
    )
  }

  #guard(question: string, facts: KnownAnswers): Left {
    const when = this.question(question).when
    return when === undefined ? true : this.#left(when, facts)
  }

  /** The reduced diagram of "the first of these lines that holds". */
  #diagram(lines: readonly Line[]): Node {
    const first = lines[0]
    if (first === undefined) throw new Error(`a rule without end in ${this.protocol.id}`)
    if (first[1] === true) return this.#leaf(first[0])
    const key = JSON.stringify(lines)
    const known = this.#memo.get(key)
    if (known !== undefined) return known
    // The earliest question left has its guard settled: guards look back, so whatever its guard
    // asked would be an earlier question left.
    const question = this.#earliest(lines)
    const children = codesOf(this.question(question)).map((code) =>
      this.#diagram(trim(lines.map(([outcome, left]): Line => [outcome, assign(left, question, code)]))),
    )
    if (this.#memo.size >= MEMO_MAX) this.#memo.clear()
    const node = this.#node(question, children)
    this.#memo.set(key, node)
    return node
  }

  #earliest(lines: readonly Line[]): string {
    const asked = union(lines.flatMap(([, left]) => (typeof left === "boolean" ? [] : [questionsOf(left)])))
    const [earliest] = [...asked].sort((a, b) => this.#turnOf(a) - this.#turnOf(b))
    if (earliest === undefined) throw new Error(`nothing left to ask in ${this.protocol.id}`)
    return earliest
  }

  #leaf(outcome: number): Node {
    const known = this.#leaves.get(outcome)
    if (known !== undefined) return known
    const leaf: Node = { id: this.#nodes++, reach: new Set([outcome]), deciding: new Set() }
    this.#leaves.set(outcome, leaf)
    return leaf
  }

  /** One node for one function: equal children mean that the question does not matter here. */
  #node(question: string, children: readonly Node[]): Node {
    const [first] = children
    if (first !== undefined && children.every((child) => child === first)) return first
    const key = `${question} ${children.map((child) => child.id).join(" ")}`
    const known = this.#unique.get(key)
    if (known !== undefined) return known
    const node: Node = {
      id: this.#nodes++,
      reach: union(children.map((child) => child.reach)),
      deciding: union([new Set([question]), ...children.map((child) => child.deciding)]),
    }
    this.#unique.set(key, node)
    return node
  }

  /** Those that hold in every way of finishing, and those that still may. */
  #additions(facts: KnownAnswers): { added: Addition[]; open: [Addition, Node][] } {
    const added: Addition[] = []
    const open: [Addition, Node][] = []
    for (const addition of this.protocol.additions) {
      const lines: Line[] = [
        [HOLDS, this.#left(addition.when, facts)],
        [FAILS, true],
      ]
      const node = this.#diagram(trim(lines))
      if (!node.reach.has(FAILS)) added.push(addition)
      else if (node.reach.has(HOLDS)) open.push([addition, node])
    }
    return { added, open }
  }

  /** What is worth asking now: first what decides, then what adds, then what is only told; early before late. */
  #asking(facts: KnownAnswers, deciding: ReadonlySet<string>, adding: ReadonlySet<string>): string[] {
    const telling = new Set<string>()
    for (const question of this.protocol.questions) {
      if (!question.info || answerTo(question.id, facts) !== undefined) continue
      const guard = this.#guard(question.id, facts)
      if (guard === false) continue
      telling.add(question.id)
      if (guard !== true) for (const asked of questionsOf(guard)) telling.add(asked)
    }
    const turn = (id: string): number => {
      const place = this.#turnOf(id)
      if (deciding.has(id)) return place
      const late = this.question(id).phase === "post" ? 2 : 0
      const told = adding.has(id) ? 0 : 1
      return (1 + late + told) * 1_000_000 + place
    }
    return [...union([deciding, adding, telling])]
      .filter((id) => this.#guard(id, facts) === true)
      .sort((a, b) => turn(a) - turn(b))
  }

  #turnOf(question: string): number {
    return this.#turn.get(question) ?? 0
  }
}

/** What holds whichever of the candidates decides, and the additions that hold. */
function conclude(
  protocol: Protocol,
  candidates: readonly ProtocolRule[],
  added: readonly Addition[],
): ProvenOutcome {
  const priorities = candidates.map((rule) => rule.priority)
  const mildest = Math.max(...priorities) as PriorityLevel
  const alike = priorities.every((priority) => priority === mildest)
  // The last rule proves nothing while one above it may hold: it says what is left when all doubt is gone.
  const proved = alike || candidates.at(-1)?.when !== undefined
  const sure = proved ? candidates : []
  const only = candidates.length === 1 ? (candidates[0] ?? null) : null
  const holding = only === null ? added : [only, ...added]
  const instead = new Set(added.flatMap((addition) => addition.instead_of ?? []))
  const said = unique([
    protocol.instruct_first ?? [],
    common(sure.map((rule) => rule.say ?? [])),
    ...added.map((addition) => addition.say ?? []),
  ])
  return {
    priority: proved ? mildest : null,
    rule: only?.id ?? null,
    rules: candidates.map((rule) => rule.id),
    decided: alike,
    dispatch: EAGERNESS[Math.max(...sure.map((rule) => EAGERNESS.indexOf(rule.dispatch)))] ?? "none",
    type: sure[0] !== undefined && sure.every((rule) => rule.type === sure[0]?.type) ? sure[0].type : null,
    send: united([
      shared(sure.map((rule) => rule.send ?? [])),
      ...added.map((addition) => addition.send ?? []),
    ]),
    say: said.filter((card) => !instead.has(card)),
    notify: unique([
      common(sure.map((rule) => rule.notify ?? [])),
      ...added.map((addition) => addition.notify ?? []),
    ]),
    safety: unique([holding.flatMap((one) => one.safety ?? [])]),
    goto: unique([holding.flatMap((one) => one.goto ?? [])]),
    route: only?.route ?? null,
    keep_line:
      (sure.length > 0 && sure.every((rule) => rule.keep_line)) || added.some((one) => one.keep_line),
    close_as: only?.close_as ?? null,
    transfer: holding.find((one) => one.transfer !== undefined)?.transfer ?? null,
    additions: added.map((addition) => addition.id),
    next_question: null,
    open_questions: [],
  }
}

/** Whether an addition would bring anything that is not proved already; what is proved to be sent only grows. */
function isNews(addition: Addition, proof: ProvenOutcome): boolean {
  return (
    [...counts(addition.send ?? [])].some(([capability, n]) => n > count(proof.send, capability)) ||
    (addition.say ?? []).some((card) => !proof.say.includes(card)) ||
    (addition.instead_of ?? []).length > 0 ||
    (addition.notify ?? []).some((notice) => !proof.notify.includes(notice)) ||
    (addition.safety !== undefined && !proof.safety.includes(addition.safety)) ||
    (addition.goto !== undefined && !proof.goto.includes(addition.goto)) ||
    (addition.keep_line === true && !proof.keep_line) ||
    addition.transfer !== undefined
  )
}

// --- what is left of a condition

/** AND or OR with the decided parts taken out; one part left is that part. */
function join(op: "all" | "any", parts: readonly Left[]): Left {
  const ends = op === "any"
  const left: Condition[] = []
  for (const part of parts) {
    if (part === ends) return ends
    if (typeof part !== "boolean") left.push(part)
  }
  const [first] = left
  if (first === undefined) return !ends
  return left.length === 1 ? first : { op, of: left }
}

/** What one more answer leaves of what was left. */
function assign(left: Left, question: string, code: string): Left {
  if (typeof left === "boolean") return left
  if (left.op === "is") return left.question === question ? left.answers.includes(code) : left
  return join(
    left.op,
    left.of.map((one) => assign(one, question, code)),
  )
}

/** Lines that can still be the first to hold: no false ones, none after a true one. */
function trim(lines: readonly Line[]): Line[] {
  const kept: Line[] = []
  for (const line of lines) {
    if (line[1] === false) continue
    kept.push(line)
    if (line[1] === true) break
  }
  return kept
}

function codesOf(question: Question): readonly string[] {
  return (question.answers ?? []).map((choice) => choice.code)
}

// --- what several rules share

/** The capabilities that every one of them sends, in the order of the first. */
function shared(sends: readonly (readonly string[])[]): string[] {
  const [first, ...rest] = sends
  if (first === undefined) return []
  const budget = counts(first)
  for (const [capability, n] of budget) {
    budget.set(capability, Math.min(n, ...rest.map((send) => count(send, capability))))
  }
  return take(first, budget)
}

/** The capabilities of all, united and not summed: as many of each as the one that asks for most. */
function united(sends: readonly (readonly string[])[]): string[] {
  const most = new Map<string, number>()
  for (const send of sends) {
    for (const [capability, n] of counts(send)) most.set(capability, Math.max(n, most.get(capability) ?? 0))
  }
  return take(sends.flat(), most)
}

function take(order: readonly string[], budget: ReadonlyMap<string, number>): string[] {
  const taken: string[] = []
  for (const capability of order) {
    if ((budget.get(capability) ?? 0) > count(taken, capability)) taken.push(capability)
  }
  return taken
}

function counts(items: readonly string[]): Map<string, number> {
  const found = new Map<string, number>()
  for (const item of items) found.set(item, (found.get(item) ?? 0) + 1)
  return found
}

function count(items: readonly string[], wanted: string): number {
  return items.filter((item) => item === wanted).length
}

function common(lists: readonly (readonly string[])[]): string[] {
  const [first, ...rest] = lists
  return (first ?? []).filter((item) => rest.every((list) => list.includes(item)))
}

function unique(lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())]
}

function union<T>(sets: readonly ReadonlySet<T>[]): Set<T> {
  return new Set(sets.flatMap((set) => [...set]))
}
