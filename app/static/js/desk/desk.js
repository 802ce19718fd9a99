// The desk without leaving its page: each form is sent, its answer takes the place of the last one, and the rest of the page
// follows. Scans that come while one is under way wait for their turn. Without this module every form opens a page as ever.
import { play } from "./sounds.js";
import { say, wordsOf } from "./saying.js";

const PATIENCE = 4000; // milliseconds, after which the network counts as lost

const desk = document.getElementById("desk");
const form = document.getElementById("desk-scan");
const holder = document.getElementById("desk-answer");
const field = form?.elements.code;

let offline = null; // set by the module that goes on without network
let chain = Promise.resolve();
let refreshing = null;
let stale = false; // somebody was scanned since the refreshing began

export const useOffline = (hooks) => { offline = hooks; };

const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`desk:${name}`, { detail }));

const fromTemplate = (id) => document.importNode(document.getElementById(id).content.firstElementChild, true);

export function occasion() {
  const { for: chosen, way, day, session } = desk.dataset;
  return { for: chosen, way, day, session: session ? Number(session) : null };
}

// An id of our own making: randomUUID is not there on pages without https.
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

export function show(answer) {
  answer.removeAttribute("role"); // it is said once, by the live region
  holder.replaceChildren(answer);
  if (location.search !== new URL(desk.dataset.home, location).search) {
    history.replaceState(null, "", desk.dataset.home); // an answer of before does not come back with the page
  }
  say(wordsOf(answer));
  play(answer.dataset.sound);
  field.focus();
  bringIntoSight();
}

// On a telephone the notes above the field push the answer out of the window: nobody scrolls with a badge in the hand.
function bringIntoSight() {
  const seen = window.visualViewport?.height ?? innerHeight;
  if (holder.getBoundingClientRect().bottom > seen) form.scrollIntoView({ block: "start", behavior: "instant" });
}

const within = () => ({ cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
const parsed = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

// The parts of the page that change with each scan; says whether the network was there.
export function refresh() {
  stale = true;
  refreshing ??= renewed().finally(() => { refreshing = null; });
  return refreshing;
}

async function renewed() {
  let reached = true;
  while (stale && reached) {
    stale = false;
    reached = await renew();
  }
  return reached;
}

async function renew() {
  let page;
  try {
    const answer = await fetch(desk.dataset.parts, within());
    if (!answer.ok) return answer.status < 500;
    page = await parsed(answer);
  } catch {
    return false;
  }
  for (const fresh of page.querySelectorAll("[data-part]")) {
    const part = document.getElementById(fresh.id);
    const hadFocus = part?.contains(document.activeElement);
    part?.replaceWith(fresh);
    if (hadFocus) field.focus();
  }
  for (const input of document.querySelectorAll("input[name=csrf_token]")) input.value = page.body.dataset.csrf;
  return true;
}

async function post(job) {
  job.fields.set("csrf_token", form.elements.csrf_token.value);
  const answer = await fetch(job.url, { ...within(), method: "POST", body: job.fields, headers: { "X-Desk": "panel" } });
  if (answer.status >= 500) throw new Error(`the server answers ${answer.status}`);
  return [answer, await parsed(answer)];
}

async function posted(job) {
  const [answer, page] = await post(job);
  if (answer.status !== 400) return [answer, page];
  await refresh(); // the token has expired: a fresh one comes with the parts
  return post(job);
}

async function deliver(job) {
  if (offline?.active()) return withoutNetwork(job);
  let answer, page;
  try {
    [answer, page] = await posted(job);
  } catch {
    tell("lost");
    return withoutNetwork(job);
  }
  tell("reached");
  const told = page.body.querySelector("[data-answer]");
  if (answer.status === 401) {
    tell("signed-out");
    return notDone(job, "desk-signed-out");
  }
  if (!told) return notDone(job, "desk-failed");
  show(told);
  const { answer: code, registration } = told.dataset;
  tell("answer", { code, registration: Number(registration) || null });
  refresh();
  return undefined;
}

async function withoutNetwork(job) {
  const answer = await offline?.answer(job);
  if (answer) show(answer);
  else notDone(job, "desk-lost");
}

function notDone(job, template) {
  if (!field.value && !job.camera) field.value = job.typed;
  show(fromTemplate(template));
  field.select();
}

// Sends a job as soon as those before it are answered.
export function send(job) {
  chain = chain.then(() => deliver(job)).catch((error) => {
    notDone(job, "desk-failed");
    throw error;
  });
  return chain.catch(() => undefined);
}

const kindOf = (url) => (url.endsWith("/undo") ? "undo" : url.endsWith("/name") ? "name" : "mark");

function jobOf(sent, submitter) {
  const fields = new URLSearchParams(new FormData(sent, submitter));
  if (sent === form) fields.set("scan", newId());
  const registration = Number(fields.get("registration")) || null;
  return {
    kind: kindOf(sent.action), url: sent.action, fields, registration,
    typed: fields.get("code") ?? "", anyway: fields.has("anyway"), camera: fields.has("camera"),
    scan: fields.get("scan"), at: new Date().toISOString(),
  };
}

// What a camera has read, sent like something that was typed; it is never taken for part of a name.
export function scanned(code) {
  const job = jobOf(form);
  job.typed = code;
  job.camera = true;
  job.fields.set("code", code);
  job.fields.set("camera", "y");
  return send(job);
}

function submitted(event) {
  const sent = event.target;
  if (sent.method !== "post" || "page" in sent.dataset) return;
  event.preventDefault();
  const job = jobOf(sent, event.submitter);
  if (sent === form) {
    if (!field.value.trim()) return;
    field.value = "";
  }
  field.focus();
  send(job);
}

// A hand-held scanner types wherever the focus is: its letters belong into the field.
function typed(event) {
  const elsewhere = !event.target.closest("input, select, textarea");
  if (elsewhere && event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) field.focus();
}

function next(event) {
  if (!event.target.closest("[data-next]")) return;
  event.preventDefault();
  show(fromTemplate("desk-ready"));
}

if (form) {
  desk.addEventListener("submit", submitted);
  holder.addEventListener("click", next);
  document.addEventListener("keydown", typed);
}

// A page that arrives with its answer is not announced by itself: its words are said once more.
const arrived = holder?.querySelector("[data-announce]");
if (arrived) say(wordsOf(arrived));
