// Everybody of the event, in memory only: found by badge, reference or part of a name while the network is down.
import { clock } from "../hours.js";
import { fold } from "../matching.js";

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const bare = (text) => text.replace(/[^A-Z0-9]/g, "");

export class List {
  constructor(content) {
    this.zone = content.zone;
    this.days = content.days;
    this.day = content.day;
    this.start = content.start;
    this.until = Date.parse(content.until);
    this.ahead = Date.parse(content.loaded) - Date.now(); // by how much the server's clock is ahead of this device's
    this.loaded = content.loaded;
    this.people = content.people.map((person) => ({
      ...person,
      name: fold(`${person.given} ${person.family}`),
      words: fold([person.given, person.family, person.script, person.body, person.part, person.reference].join(" ")),
    }));
    this.byId = new Map(this.people.map((person) => [person.id, person]));
    this.byBadge = new Map(this.people.map((person) => [person.badge, person]));
    this.byReference = new Map(this.people.map((person) => [bare(person.reference.toUpperCase()), person]));
  }

  get isOver() {
    return Date.now() + this.ahead >= this.until;
  }

  // The day by the clocks of the event's place.
  get today() {
    return new Intl.DateTimeFormat("sv-SE", { timeZone: this.zone }).format(Date.now() + this.ahead);
  }

  // The hour by the clocks of the event's place; `own` is a moment by this device's clock, which is put right.
  hour(moment, own = false) {
    return clock(Date.parse(moment) + (own ? this.ahead : 0), this.zone);
  }

  // By the badge's code, of which only the digest is here, or by the reference, however it is typed.
  async withCode(typed) {
    const code = typed.replace(/[‐‑‒–—−]/g, "-").replace(/\s/g, "").toUpperCase();
    const digest = hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(code))).slice(0, 32);
    const reference = bare(code);
    return this.byBadge.get(digest) ?? this.byReference.get(reference) ?? this.byReference.get(this.start + reference) ?? null;
  }

  // Without accents, in any order, or by initials, as the server searches: a short word begins a name, a longer one is
  // anywhere. Confirmed people first.
  matching(typed) {
    const words = fold(typed).split(" ").filter(Boolean).slice(0, 6);
    if (!words.length) return [];
    const begins = (person, letters) => ` ${person.name}`.includes(` ${letters}`);
    const has = (person, word) => (word.length <= 2 ? begins(person, word) : person.words.includes(word));
    const initials = words.length === 1 && words[0].length >= 2 && words[0].length <= 3 ? [...words[0]] : null;
    const rank = (person) => {
      if (words.every((word) => has(person, word))) return person.hindrance ? 1 : 0;
      return initials && initials.every((letter) => begins(person, letter)) ? 2 : 3;
    };
    return this.people
      .map((person) => ({ person, rank: person.replaced ? 3 : rank(person) }))
      .filter((found) => found.rank < 3)
      .sort((a, b) => a.rank - b.rank)
      .map((found) => found.person);
  }
}
