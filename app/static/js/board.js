// Keeps the board of the hall fresh: every second the part that changes is asked for, with the mark of the one that is shown,
// and the answer is nothing as long as nothing has changed. Says when there is no connection; the clock goes on by itself.
// A board that nobody can see asks for nothing, so that one forgotten behind other pages keeps nobody signed in.
// Without this module the page is loaded again from time to time.
import { clock as clockOf } from "./hours.js";

const PAUSE = 1000;
const PAUSE_OUT = 30000; // nothing new until somebody signs in again
const PATIENCE = 4000;
const part = document.getElementById("now");
const state = document.getElementById("state");
const said = document.getElementById("said");
const clock = document.querySelector("[data-clock]");
const ahead = Number(clock.dataset.clock) - Date.now(); // of this machine's clock, which may be wrong
// The face of the clock, as on any wall; in a sentence the hour is written as the language does.
const face = () => clockOf(Date.now() + ahead, clock.dataset.zone, "en");
const hour = () => clockOf(Date.now() + ahead, clock.dataset.zone);
let mark = null;
let quorum = part.querySelector("[data-quorum]").dataset.quorum;

function show(answer) {
  part.replaceChildren(...new DOMParser().parseFromString(answer, "text/html").getElementById("now").childNodes);
  const words = part.querySelector("[data-quorum]").dataset.quorum;
  if (words !== quorum) said.textContent = words;
  quorum = words;
}

function tell(what) {
  if (state.dataset.state === what) return;
  state.dataset.state = what;
  state.querySelector("[data-since]").textContent = hour();
  for (const words of state.querySelectorAll("[data-when]")) words.hidden = words.dataset.when !== what;
  document.querySelector(".hall").classList.toggle("stale", what !== "live");
}

async function look() {
  if (document.hidden) {
    document.addEventListener("visibilitychange", look, { once: true });
    return;
  }
  try {
    const answer = await fetch(part.dataset.address, {
      headers: mark ? { "If-None-Match": mark } : {},
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.status === 200) {
      show(await answer.text());
      mark = answer.headers.get("ETag");
    }
    if (answer.status === 200 || answer.status === 304) tell("live");
    else tell(answer.status >= 500 ? "lost" : "out");
  } catch {
    tell("lost");
  }
  setTimeout(look, state.dataset.state === "out" ? PAUSE_OUT : PAUSE);
}

function tick() {
  clock.textContent = face();
  setTimeout(tick, 60000 - ((Date.now() + ahead) % 60000));
}

tick();
look();
