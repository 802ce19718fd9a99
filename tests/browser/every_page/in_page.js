// What can be told of a page by looking at it from inside: a function that returns what is wrong, as sentences.
({ least, tap, width }) => {
  const wrong = [];
  const html = document.documentElement;
  const box = (element) => element.getBoundingClientRect();
  const there = (element) => element.checkVisibility({ visibilityProperty: true }); // for the eye or for the ear
  const seen = (element) => there(element) && box(element).width > 1;
  const name = (element) => {
    const words = (element.getAttribute("aria-label") || element.innerText || element.name || element.id || "").trim().slice(0, 40);
    return `<${element.localName}${element.className ? ` class="${element.getAttribute("class")}"` : ""}> “${words}”`;
  };

  const first = [...document.querySelectorAll("h1")].filter(there);
  if (first.length !== 1) wrong.push(`${first.length} first headings instead of one`);
  let before = 0;
  for (const heading of [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(there)) {
    const level = Number(heading.localName[1]);
    if (level > before + 1) wrong.push(`a heading of level ${level} after one of level ${before}: ${name(heading)}`);
    before = level;
  }
  if (!document.title.trim()) wrong.push("no title");
  if (document.querySelectorAll("main").length !== 1) wrong.push("not one main part");
  if (document.querySelector("[data-bs-theme] [lang=''], html:not([lang])")) wrong.push("no language");

  if (html.scrollWidth > width) {
    const clipped = (element) => {
      for (let parent = element.parentElement; parent && parent !== html; parent = parent.parentElement) {
        if (getComputedStyle(parent).overflowX !== "visible") return true;
      }
      return false;
    };
    const wide = [...document.body.querySelectorAll("*")].filter((e) => box(e).right > width + 0.5 && !clipped(e));
    const last = wide.filter((e) => !wide.some((other) => other !== e && e.contains(other))).slice(0, 3).map(name);
    wrong.push(`${html.scrollWidth} pixels wide in a window of ${width}: ${last.join(", ")}`);
  }

  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const small = new Set();
  while (words.nextNode()) {
    const around = words.currentNode.parentElement;
    if (!words.currentNode.textContent.trim() || !seen(around) || around.closest("svg, .tile")) continue; // pictures
    const size = parseFloat(getComputedStyle(around).fontSize);
    if (size && size < 12.9) small.add(`words of ${size} pixels, 13 asked for: ${name(around)}`);
  }
  wrong.push(...[...small].slice(0, 3));

  if (least) {
    const controls = ".btn, button, input, select, textarea, summary, label.pick";
    const targets = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0'], label.pick";
    // What the list beside the map of tiles offers as well may be smaller: the map is a picture there.
    const elsewhere = ".skip, .tile";
    const inText = (element) => element.localName === "a" && getComputedStyle(element).display === "inline";
    const area = (element) => {
      const labels = [...(element.labels || [])].map(box).concat(element.closest("label") ? [box(element.closest("label"))] : []);
      return [box(element), ...labels].reduce((most, one) => ({ width: Math.max(most.width, one.width), height: Math.max(most.height, one.height) }));
    };
    for (const element of [...document.querySelectorAll(targets)].filter(seen)) {
      if (inText(element) || element.closest(elsewhere)) continue;
      const { width: across, height } = area(element);
      const high = element.matches(controls) ? tap : least;
      if (across < least - 0.5 || height < high - 0.5) {
        wrong.push(`a target of ${Math.round(across)} × ${Math.round(height)} pixels, ${least} × ${high} asked for: ${name(element)}`);
      }
    }
  }
  return wrong;
}
