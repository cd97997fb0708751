import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import { test } from "node:test"
import {
  cleanText,
  fitOf,
  fitOfCallsign,
  namesSomething,
  nationalDigits,
  numberEnd,
  phraseOf,
  TEXT_MAX,
  telephoneOf,
} from "./query.ts"

test("a figure is the number of an incident or its end, with or without its year", () => {
  assert.equal(numberEnd("4821"), "4821")
  assert.equal(numberEnd("21"), "21")
  assert.equal(numberEnd("4821/2026"), "4821")
  for (const text of ["", "4821a", "12345678", "1%", "_", "-1", "４８"])
    assert.equal(numberEnd(text), null, text)
})

test("a telephone is at least nine figures and nothing but a telephone's signs", () => {
  for (const text of ["612345678", "+34 612 345 678", "(93) 123-45-67"]) assert.equal(telephoneOf(text), text)
  for (const text of ["61234567", "612345678x", "+", "1".repeat(16)])
    assert.equal(telephoneOf(text), null, text)
})

test("no text is both a number and a telephone: a telephone is only asked for on purpose", () => {
  for (let length = 1; length < 20; length++) {
    const text = "6".repeat(length)
    assert.ok(numberEnd(text) === null || telephoneOf(text) === null)
  }
})

test("hostile text is cut, and loses what has no width or turns the writing", () => {
  assert.equal(cleanText("a".repeat(10_000)).length, TEXT_MAX)
  assert.equal(cleanText("  Calle\u202e \u200b Mayor\n\u00005 "), "Calle Mayor 5")
  assert.equal(namesSomething("12%_\\"), false)
  assert.equal(namesSomething("Río 3"), true)
})

test("the very words fit best, then those that begin so, then each word, then any part", () => {
  const fits = ["Colgar", "Colgar al invitado", "No colgar", "Descolgar"].map((words) =>
    fitOf(words, "colgar"),
  )
  assert.deepEqual(fits, [0, 1, 2, 3])
  assert.equal(fitOf("Colgar", "pausa"), null)
})

test("a call sign is found without its signs, by two letters at least", () => {
  assert.equal(fitOfCallsign("B-12", "b12"), 0)
  assert.equal(fitOfCallsign("B-12", "B-1"), 1)
  assert.equal(fitOfCallsign("B-12", "12"), 3)
  assert.equal(fitOfCallsign("B-12", "b"), null)
  assert.equal(fitOfCallsign("B-12", "%_"), null)
})

test("a telephone is the same in national and in international writing", () => {
  for (const text of ["600022788", "+34600022788", "0034 600 022 788", "(+34) 600-02-27-88"]) {
    assert.equal(telephoneOf(text), text)
    assert.equal(nationalDigits(text), "600022788")
  }
})

test("a command is found by the words that other people use for it, in four languages", async () => {
  const typed = {
    es: {
      preferences: ["tamaño de letra", "tamaño letra", "volumen", "sonido", "colores", "zurdo"],
      sign_out: ["cerrar sesión", "cerrar sesion", "salir"],
      help: ["idioma"],
    },
    ca: {
      preferences: ["mida de lletra", "volum", "so", "colors", "esquerrà"],
      sign_out: ["tancar sessió", "sortir"],
      help: ["idioma"],
    },
    en: {
      preferences: ["text size", "volume", "sound", "colours", "left handed"],
      sign_out: ["log out", "exit"],
      help: ["language"],
    },
    fr: {
      preferences: ["taille du texte", "volume", "son", "couleurs", "gaucher"],
      sign_out: ["fermer la session", "quitter"],
      help: ["langue"],
    },
  }
  for (const [language, commands] of Object.entries(typed)) {
    const catalogue = JSON.parse(
      await readFile(new URL(`../../../locale/${language}.json`, import.meta.url), "utf8"),
    )
    for (const [command, texts] of Object.entries(commands))
      for (const text of texts)
        assert.ok(phraseOf(catalogue[`find.also.${command}`], text), `${language} ${command}: ${text}`)
  }
})

test("of other words the best phrase is told, and a part in the middle of a word is none", () => {
  assert.deepEqual(phraseOf("letra grande, tamaño de letra", "letra"), { words: "letra grande", fit: 1 })
  assert.equal(phraseOf("contraseña", "seña"), null)
})
