// WCAG 2.2, 1.4.12: with letters, words, lines and paragraphs set as far apart as somebody may need, nothing goes missing.
// Returns what does, as sentences; the page is as before afterwards.
() => {
  const apart = new CSSStyleSheet();
  apart.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-bottom: 2em !important; }
  `);
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 1;
  const cut = (element) => {
    const { overflowX, overflowY, textOverflow, whiteSpace } = getComputedStyle(element);
    if (textOverflow === "ellipsis" && whiteSpace.startsWith("nowrap")) return false; // a short form; the whole stands elsewhere
    const [hidesX, hidesY] = [overflowX, overflowY].map((one) => one === "hidden" || one === "clip");
    return (hidesX && element.scrollWidth > element.clientWidth + 1) || (hidesY && element.scrollHeight > element.clientHeight + 1);
  };
  const scrolling = "svg, input, select, textarea"; // what is typed moves along with the cursor
  const all = [...document.body.querySelectorAll("*")].filter((element) => shown(element) && !element.closest(scrolling));
  const cutBefore = new Set(all.filter(cut));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, apart];
  const wrong = all
    .filter((element) => !cutBefore.has(element) && cut(element))
    .map((element) => `words set apart are cut: <${element.localName} ${element.className}> “${(element.innerText || "").trim().slice(0, 40)}”`);
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== apart);
  return wrong.slice(0, 3);
}
