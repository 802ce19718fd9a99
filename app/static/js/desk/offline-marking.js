// What the desk answers by itself: the same answers as the server's, from the list in memory and from what waits here.
import { newId, show } from "./desk.js";
import { atDesk, counted, facts, fill, panel, place, row, words } from "./offline-panels.js";

const CODE = /^((?=.*\d)\S+|\S{16,})$/; // what no name looks like: a word with a digit, or a very long one
const MOST = 20; // more than that is no help at a desk

export class Marking {
  constructor(offline) {
    this.offline = offline;
  }

  // The answer to a scan, a name, or a button; `tried` says that it may have reached the server.
  async answer(job, tried) {
    const { offline } = this;
    if (!offline.hasList) return panel("no_list");
    const { list } = offline;
    if (!list.days.includes(offline.occasion.day)) return panel("wrong_day");
    const person = job.registration ? list.byId.get(job.registration) : await list.withCode(job.typed);
    if (person) return this.mark(person, job, tried);
    const loaded = words("loaded", { time: list.hour(list.loaded) });
    if (job.registration || job.camera || CODE.test(job.typed.trim())) return panel("unknown", { loaded });
    return this.matches(list.matching(job.typed), loaded);
  }

  mark(person, job, tried) {
    const { day, session, way } = this.offline.occasion;
    const out = way === "out";
    const last = this.last(person, day, session);
    if (out !== Boolean(last && !last.out)) return this.superfluous(person, last, out);
    if (!out && person.hindrance && !job.anyway) return panel(person.hindrance, this.values(person), { anyway: person.id });
    const scan = tried ? job.scan : newId();
    try {
      const key = this.offline.queue.add({ scan, person: person.id, day, session, out, at: job.at, anyway: job.anyway, sent: tried });
      return panel(out ? "left" : "welcome", this.values(person), tried ? {} : { "take-out": key });
    } catch {
      return panel("not_kept", this.values(person));
    }
  }

  superfluous(person, last, out) {
    const { list } = this.offline;
    const when = last ? atDesk(list.hour(last.at, last.own), last.desk) : "";
    const left = last ? words("left", { when }) : words("neverIn");
    return panel(out ? "not_in" : "already_in", { ...this.values(person), fact: out ? left : when });
  }

  // The latest that is known of somebody for an occasion: from the server, or from what waits here.
  last(person, day, session) {
    const { list, queue } = this.offline;
    const known = list.day === day ? person.last : null;
    const own = queue.waiting.filter((one) => one.person === person.id && one.day === day && one.session === session).at(-1);
    return own ? { at: own.at, own: true, desk: place.dataset.desk, out: own.out } : known;
  }

  values(person) {
    const number = this.offline.queue.length;
    return {
      ...facts(person),
      status: person.hindrance ? words("status", { status: person.status }) : "",
      waiting: number ? counted("waiting", number) : "",
    };
  }

  matches(people, loaded) {
    if (!people.length) return panel("nobody", { loaded });
    const shown = people.slice(0, MOST);
    const more = people.length > MOST ? words("matchesMore") : "";
    const answer = panel("matches", { heading: counted("matches", shown.length), more });
    answer.querySelector("ul").append(...shown.map((person) => this.match(person)));
    return answer;
  }

  match(person) {
    const { list, occasion } = this.offline;
    const last = this.last(person, occasion.day, occasion.session);
    const isIn = Boolean(last && !last.out);
    const shown = {
      ...facts(person),
      line: facts(person).found,
      status: person.hindrance ? person.status : "",
      in: isIn ? words("in", { time: list.hour(last.at, last.own) }) : "",
    };
    return row(shown, isIn === (occasion.way === "out") ? { mark: person.id } : {});
  }

  // Takes one out that waits; what may have reached the server is undone there.
  takeOut(key) {
    const entry = this.offline.queue.waiting.find((one) => one.key === key);
    const out = this.offline.queue.takeOut(key);
    show(fill(panel(out ? "taken_back" : "under_way"), facts(this.offline.list?.byId.get(entry?.person))));
  }

  // What the server has just answered is known here at once.
  note({ code, registration }) {
    const person = this.offline.list?.byId.get(registration);
    if (!person) return;
    if (code === "welcome" || code === "left") {
      person.last = { at: new Date(Date.now() + this.offline.list.ahead).toISOString(), desk: place.dataset.desk, out: code === "left" };
    } else if (code === "taken_back") {
      person.last = null;
    }
  }
}
