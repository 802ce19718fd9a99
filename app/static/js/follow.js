// Looks again while work goes on, [data-follow][data-goes-on], and shows what has changed. Without it there is a link to look again.
const PAUSE = 1500; // milliseconds

const look = async () => {
  const shown = document.querySelector("[data-follow]");
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.redirected || !answer.ok) return; // signed out, for instance: the link still works
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-follow]");
    if (fresh) shown.replaceWith(fresh);
  } catch { /* the line is down: look again later */ }
  follow();
};

const follow = () => {
  if (document.querySelector("[data-follow][data-goes-on]")) setTimeout(look, PAUSE);
};
follow();
