// The desk goes on while the network is down: with the event's list in memory, and a queue on this device that is handed in,
// each check-in once, when the network is back. It needs a page that came over TLS or from this machine.
import "./leaving.js";
import { newId, occasion, refresh, send, useOffline } from "./desk.js";
import { ask, deliver } from "./offline-delivery.js";
import { List } from "./offline-list.js";
import { place } from "./offline-panels.js";
import { Marking } from "./offline-marking.js";
import { Queue } from "./offline-queue.js";
import * as notices from "./offline-notices.js";
import { say } from "./saying.js";

const PAUSE = 5000; // milliseconds between two attempts while something is to be done
const FRESH = 3 * 60_000; // so old may the list be while the desk is in use
const form = document.getElementById("desk-scan");

class Offline {
  constructor() {
    this.queue = new Queue(place.dataset.slug);
    this.list = null;
    this.asked = -Infinity; // when the list was asked for
    this.state = "well"; // or "lost", "signed-out", "refused"
    this.tried = false; // the present job was sent, and may have arrived although no answer came
    this.busy = false;
    this.marking = new Marking(this);
  }

  start() {
    useOffline({ active: () => this.state === "lost", answer: (job) => this.answer(job) });
    const heard = { lost: () => this.lose(), reached: () => this.reach(), "signed-out": () => this.signOut() };
    for (const [name, react] of Object.entries(heard)) document.addEventListener(`desk:${name}`, react);
    document.addEventListener("desk:answer", ({ detail }) => this.marking.note(detail));
    document.addEventListener("click", (event) => this.pressed(event));
    for (const name of ["keydown", "pointerdown"]) document.addEventListener(name, () => this.keepFresh(), { passive: true });
    addEventListener("online", () => this.look());
    addEventListener("storage", () => this.render());
    addEventListener("pagehide", () => { this.list = null; });
    addEventListener("pageshow", (event) => event.persisted && this.look());
    addEventListener("beforeunload", (event) => this.state === "lost" && event.preventDefault()); // it cannot be opened again
    setInterval(() => this.tick(), PAUSE);
    this.render();
    this.look();
  }

  get hasList() {
    if (this.list?.isOver) this.list = null;
    return this.list !== null;
  }

  lose() {
    this.tried = this.state !== "lost";
    this.state = "lost";
    this.render();
  }

  reach() {
    if (this.state === "lost") this.look();
  }

  // Whoever is not signed in has no list; what waits is kept.
  signOut() {
    this.state = "signed-out";
    this.list = null;
    this.render();
  }

  async answer(job) {
    const { tried } = this;
    this.tried = false;
    const answer = job.kind === "mark" ? await this.marking.answer(job, tried) : null;
    this.render();
    return answer;
  }

  tick() {
    if (this.list?.isOver) this.list = null;
    if (this.state === "lost" || this.queue.length) this.look();
  }

  // While nobody works here nothing is asked for, so that an abandoned desk is signed out in time. Somebody may have signed
  // in again in another window.
  keepFresh() {
    const old = this.state === "signed-out" ? PAUSE : FRESH;
    if (this.state !== "lost" && performance.now() - this.asked > old) this.look();
  }

  // Asks for the list; if there is a network again, what waits is handed in first.
  async look() {
    if (this.busy) return;
    this.busy = true;
    try {
      await this.load();
      if (this.state === "well" && this.queue.length) await this.handIn();
    } finally {
      this.busy = false;
      this.render();
    }
  }

  async load() {
    this.asked = performance.now();
    const answer = await ask(place.dataset.people);
    if (answer.state === "lost") {
      this.state = "lost";
    } else if (answer.state === "signed-out") {
      this.signOut();
    } else {
      this.list = answer.state === "ok" ? new List(answer.content) : null;
      this.state = "well";
      if (answer.state === "ok") form.elements.csrf_token.value = answer.content.token;
    }
  }

  async handIn() {
    const before = this.queue.length;
    this.render("handing");
    const { state, settled } = await deliver(this.queue, place.dataset.queue, form.elements.csrf_token.value);
    this.state = state === "ok" ? "well" : state;
    if (state === "signed-out") this.signOut();
    if (settled && !this.queue.length) say(notices.backAgain(before));
    if (settled) await Promise.all([refresh(), this.state === "well" && this.load()]);
  }

  pressed(event) {
    const button = event.target.closest("[data-offline-mark], [data-offline-anyway], [data-offline-take-out], [data-offline-dismiss]");
    if (!button) return;
    const { offlineMark, offlineAnyway, offlineTakeOut } = button.dataset;
    if (offlineTakeOut) this.marking.takeOut(offlineTakeOut);
    else if (offlineMark ?? offlineAnyway) this.send(offlineMark ?? offlineAnyway, offlineAnyway !== undefined);
    else this.queue.dismiss(this.queue.told.map((one) => one.key));
    this.render();
  }

  // A button of our own is a job like that of any form: with a network it is the server that answers.
  send(registration, anyway) {
    const fields = new URLSearchParams(new FormData(form));
    const scan = newId();
    fields.delete("code");
    for (const [name, value] of Object.entries({ scan, registration, ...(anyway ? { anyway: "y" } : {}) })) fields.set(name, value);
    const at = new Date().toISOString();
    send({ kind: "mark", url: form.action, fields, typed: "", registration: Number(registration), anyway, camera: false, scan, at });
  }

  render(state = this.state) {
    notices.render(state, this.queue, this.hasList ? this.list : null);
  }

  get occasion() {
    const asked = occasion();
    return { ...asked, day: asked.for === "" && this.list ? this.list.today : asked.day };
  }
}

if (form && place && window.isSecureContext) new Offline().start();
