// Keeps parts of a page up to date: the page is fetched again, and each [data-live] whose value has changed is replaced by
// the new one of the same id; of [data-live-words], which announce themselves, only the words. It ends with the part that
// says [data-goes-on]. Without this module the link to the same page does it.
const PAUSE = 2000;

function renew(page) {
  for (const part of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(part.id);
    if (!fresh || fresh.dataset.live === part.dataset.live) continue;
    const hadFocus = part.contains(document.activeElement);
    part.replaceWith(fresh);
    if (hadFocus) fresh.focus();
  }
  for (const words of document.querySelectorAll("[data-live-words]")) {
    const fresh = page.getElementById(words.id);
    if (fresh && fresh.textContent !== words.textContent) words.textContent = fresh.textContent;
  }
}

async function look() {
  if (!document.querySelector("[data-goes-on]")) return;
  if (!document.hidden) {
    try {
      const answer = await fetch(location.pathname, { cache: "no-store", redirect: "error" });
      if (answer.ok) renew(new DOMParser().parseFromString(await answer.text(), "text/html"));
      else if (answer.status < 500) return; // signed out, or gone
    } catch {
      // no connection at this moment, or signed out: the link is still there
    }
  }
  setTimeout(look, PAUSE);
}

setTimeout(look, PAUSE);
