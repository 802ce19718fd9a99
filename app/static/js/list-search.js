// A search that answers while one types. The form, form[data-search-now], is sent as its button would send it; of the page
// that answers, each part marked [data-found] takes the place of the one with the same id, the words of #found are announced,
// and the address follows. The newest answer wins, focus and ticked rows stay. Without this module the button does it.
const PAUSE = 250; // milliseconds without a key

for (const form of document.querySelectorAll("form[data-search-now]")) {
  const field = form.querySelector("input[type=search]");
  const said = document.querySelector("[data-found-words]");
  let timer = 0;
  let asked = null; // the question that is under way
  let last = field.value.trim();
  let number = ""; // of the words that were sent last, so that they can be forgotten for these

  const words = () => field.value.trim();

  const ask = async () => {
    timer = 0;
    if (words() === last) return;
    last = words();
    asked?.abort();
    const mine = (asked = new AbortController());
    const parts = document.querySelectorAll("[data-found]");
    for (const part of parts) part.setAttribute("aria-busy", "true");
    try {
      const answer = await send(mine.signal);
      const text = await answer.text();
      if (mine !== asked) return;
      if (answer.ok && new URL(answer.url).pathname === location.pathname) show(text, answer.url);
      else if (answer.status < 500) location.reload(); // signed out: this page asks to sign in, then leads back here
      else last = "\n"; // the next key asks again
    } catch {
      if (mine === asked) last = "\n"; // no connection at this moment: the next key, or the button, asks again
    } finally {
      if (mine === asked) {
        asked = null;
        for (const part of document.querySelectorAll("[data-found]")) part.removeAttribute("aria-busy");
      }
    }
  };

  const send = (signal) => {
    const typed = new URLSearchParams(new FormData(form));
    if (form.method === "get") return fetch(`${form.action}?${typed}`, { signal });
    if (number) typed.set("instead", number);
    return fetch(form.action, { method: "POST", body: typed, signal });
  };

  const show = (text, address) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const ticked = new Set([...document.querySelectorAll("input.row-pick:checked")].map((row) => row.value));
    const focused = document.activeElement?.id;
    for (const part of document.querySelectorAll("[data-found]")) {
      const fresh = page.getElementById(part.id);
      if (fresh) part.replaceWith(document.adoptNode(fresh));
    }
    for (const row of document.querySelectorAll("input.row-pick")) row.checked = ticked.has(row.value);
    if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus();
    number = new URL(address).searchParams.get("search") ?? "";
    history.replaceState(history.state, "", address);
    document.title = page.title;
    if (said) said.textContent = document.getElementById("found")?.dataset.words ?? "";
    document.dispatchEvent(new CustomEvent("found"));
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  };
  field.addEventListener("input", (event) => {
    if (!event.isComposing) later();
  });
  field.addEventListener("compositionend", later);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    asked?.abort();
    asked = null;
  });
}
