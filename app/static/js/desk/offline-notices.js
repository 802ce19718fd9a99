// What stands above the desk's field about the network: that it is down, how many wait and who, and what came of late ones.
import { atDesk, counted, facts, fill, row, words } from "./offline-panels.js";

const MOST = 200; // rows; nobody reads more

const notice = document.getElementById("offline-notice");
const told = document.getElementById("offline-told");

export const backAgain = (number) => counted("back", number);

const camel = (code) => code.replace(/[-_](\w)/g, (_, letter) => letter.toUpperCase());

const waitingRow = (list) => (entry) => {
  const shown = { ...facts(list?.byId.get(entry.person)), in: list && entry.at ? list.hour(entry.at, true) : "" };
  return row(shown, entry.sent ? {} : { "take-out": entry.key });
};

const toldRow = (list) => (one) => {
  const when = one.first?.at && list ? atDesk(list.hour(one.first.at), one.first.desk) : "";
  const sentence = words(camel(`told-${one.answer}`), { when }) || words("toldOther");
  const shown = { ...facts(list?.byId.get(one.person)), told: sentence, in: list && one.at ? list.hour(one.at, true) : "" };
  return row(shown);
};

function renderNotice(state, queue, list) {
  const { waiting } = queue;
  const shown = state === "well" && waiting.length ? "handing" : state;
  const values = {
    waiting: waiting.length ? counted("waiting", waiting.length) : "",
    loaded: list ? words("loaded", { time: list.hour(list.loaded) }) : "",
    missing: list ? "" : words("noList"),
  };
  notice.hidden = shown === "well" || (shown === "signed-out" && !waiting.length);
  for (const line of notice.querySelectorAll("[data-state]")) line.hidden = line.dataset.state !== shown;
  fill(notice, values);
  const details = notice.querySelector("details");
  details.hidden = !waiting.length;
  details.querySelector("ul").replaceChildren(...waiting.slice(-MOST).reverse().map(waitingRow(list)));
}

// state: well, lost, handing, signed-out, refused.
export function render(state, queue, list) {
  renderNotice(state, queue, list);
  const rows = queue.told.slice(-MOST).map(toldRow(list));
  told.hidden = !rows.length;
  told.querySelector("ul").replaceChildren(...rows);
}
