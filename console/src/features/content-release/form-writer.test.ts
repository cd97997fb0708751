import assert from "node:assert/strict"
import { test } from "node:test"
import { FormWriter } from "./form-writer.ts"

/** A form whose questions are answered by hand, each once. */
function standIn() {
  const asked: string[] = []
  const answers: ((well: boolean) => void)[] = []
  const state = { form: "", written: "" }
  const writer = new FormWriter(
    () => state.form,
    () => state.form !== state.written,
    async (form) => {
      asked.push(form)
      const well = await new Promise<boolean>((answer) => answers.push(answer))
      if (well) state.written = form
      return well
    },
  )
  return { asked, state, writer, answer: (well: boolean) => answers.shift()?.(well) }
}
const settled = () => new Promise((after) => setImmediate(after))

test("what is typed while an answer is awaited is asked about in its turn", async () => {
  const { asked, state, writer, answer } = standIn()
  state.form = "25:00"
  const first = writer.flush()
  state.form = "22:00"
  const second = writer.flush()
  assert.deepEqual(asked, ["25:00"])
  answer(true)
  await settled()
  assert.deepEqual(asked, ["25:00", "22:00"])
  answer(true)
  await Promise.all([first, second])
  assert.equal(state.written, "22:00")
})

test("a failure is not asked again for the same form, and is for another", async () => {
  const { asked, state, writer, answer } = standIn()
  state.form = "a"
  const first = writer.flush()
  state.form = "b"
  answer(false)
  await settled()
  assert.deepEqual(asked, ["a", "b"])
  answer(false)
  await first
  assert.deepEqual(asked, ["a", "b"])
  const again = writer.flush()
  assert.deepEqual(asked, ["a", "b", "b"])
  answer(true)
  await again
  await writer.flush()
  assert.deepEqual(asked, ["a", "b", "b"])
})
