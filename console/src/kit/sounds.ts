/**
 * Sounds. They go to the headset of who has the page and never into a call; of the
 * repeating ones only the highest is heard. Everything is made of tones: no file to load at the wrong moment.
 */

interface Tone {
  readonly hz: number
  readonly ms: number
  readonly gap_ms?: number
}
interface Sound {
  readonly tones: readonly Tone[]
  /** Played again so often; the higher rank silences the lower. */
  readonly every_ms?: number
  readonly rank?: number
}

const beep = (hz: number, ms: number, gap_ms = 80): Tone => ({ hz, ms, gap_ms })

export const SOUNDS = {
  crew_emergency: {
    tones: [
      { hz: 700, ms: 250 },
      { hz: 1000, ms: 250 },
    ],
    every_ms: 500,
    rank: 9,
  },
  nobody_has_it: { tones: [beep(880, 180), beep(660, 180), beep(440, 260)], every_ms: 5_000, rank: 8 },
  offered_p0: { tones: [beep(520, 140), beep(660, 140), beep(880, 200)], every_ms: 5_000, rank: 7 },
  no_answer: { tones: [beep(660, 150, 120), beep(660, 150, 120), beep(660, 150)], every_ms: 15_000, rank: 6 },
  offered_p1: { tones: [beep(660, 140), beep(880, 180)], every_ms: 5_000, rank: 5 },
  offered: { tones: [beep(660, 160)] },
  call_enters: { tones: [beep(880, 100, 100), beep(880, 100)] },
  dead_audio: { tones: [beep(660, 150, 120), beep(660, 150)] },
  amber: { tones: [beep(440, 120)] },
  degraded: { tones: [beep(330, 160, 120), beep(330, 160)] },
  restored: { tones: [beep(990, 120, 100), beep(990, 120)] },
  tick: { tones: [beep(1200, 35)] },
} as const satisfies { readonly [name: string]: Sound }
export type SoundName = keyof typeof SOUNDS

/** Of the alarms that sound, the one to be heard. */
export function highestAlarm(names: Iterable<SoundName>): SoundName | null {
  let best: SoundName | null = null
  for (const name of names) if (best === null || rank(name) > rank(best)) best = name
  return best
}
const rank = (name: SoundName): number => (SOUNDS[name] as Sound).rank ?? 0

/** Percent. Of these nobody makes less: a life that nobody sees to, and a call that waits (the server refuses less, too). */
const ALARM_VOLUME_MIN = 50
const ALWAYS_HEARD: ReadonlySet<SoundName> = new Set([
  "crew_emergency",
  "nobody_has_it",
  "call_enters",
  "offered_p0",
  "no_answer",
])
export const leastVolume = (name: SoundName): number => (ALWAYS_HEARD.has(name) ? ALARM_VOLUME_MIN : 0)

/** In percent. */
export type SoundVolumes = { readonly [name in SoundName]?: number }
/** The share of full loudness at which a sound is played: 0 to 1. */
export const loudness = (name: SoundName, volumes: SoundVolumes): number =>
  Math.min(100, Math.max(leastVolume(name), volumes[name] ?? 100)) / 100
/** Of a tone at full loudness. */
const GAIN = 0.22

class Speaker {
  /** The window of a region: what is due sounds at its desk, and nowhere twice. */
  silent = false
  /** Those of the person who is signed in, in percent. */
  volumes: SoundVolumes = {}
  #context: AudioContext | null = null
  #repeating = new Map<string, SoundName>()
  #playing: { name: SoundName; timer: ReturnType<typeof setInterval> } | null = null

  /** Browsers stay silent until a person has touched the page; the headset test calls this. */
  async wake(): Promise<boolean> {
    this.#context ??= new AudioContext()
    await this.#context.resume()
    return this.#context.state === "running"
  }

  play(name: SoundName): void {
    const context = this.#context
    if (this.silent || context?.state !== "running") return
    const gain = GAIN * loudness(name, this.volumes)
    if (gain === 0) return
    let at_s = context.currentTime + 0.01
    for (const tone of (SOUNDS[name] as Sound).tones) {
      this.#tone(context, tone, at_s, gain)
      at_s += (tone.ms + (tone.gap_ms ?? 0)) / 1000
    }
  }

  /** Sounds until `stop` of the same id. Several may be due; the highest is heard. */
  repeat(id: string, name: SoundName): void {
    this.#repeating.set(id, name)
    this.#choose()
  }
  stop(id: string): void {
    if (this.#repeating.delete(id)) this.#choose()
  }

  #choose(): void {
    const name = highestAlarm(this.#repeating.values())
    if (name === (this.#playing?.name ?? null)) return
    if (this.#playing) clearInterval(this.#playing.timer)
    this.#playing = null
    if (name === null) return
    this.play(name)
    const every_ms = (SOUNDS[name] as Sound).every_ms ?? 5_000
    this.#playing = { name, timer: setInterval(() => this.play(name), every_ms) }
  }

  #tone(context: AudioContext, tone: Tone, at_s: number, loud: number): void {
    const oscillator = context.createOscillator()
    const gain = context.createGain()
    const end_s = at_s + tone.ms / 1000
    oscillator.frequency.value = tone.hz
    // Ramped edges: a square gate clicks in a headset.
    gain.gain.setValueAtTime(0, at_s)
    gain.gain.linearRampToValueAtTime(loud, at_s + 0.008)
    gain.gain.setValueAtTime(loud, end_s - 0.008)
    gain.gain.linearRampToValueAtTime(0, end_s)
    oscillator.connect(gain).connect(context.destination)
    oscillator.start(at_s)
    oscillator.stop(end_s + 0.01)
  }
}

export const speaker = new Speaker()
