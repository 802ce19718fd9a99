// The way through a page with the Tab key: `window.way.begin()` stands at its first link, `window.way.stop()` tells of the present stop.
() => {
  const DATED = /^(date|time|month|week|datetime-local)$/;
  const kept = [];
  const unfocused = new Map();

  const looks = (element) => {
    const style = getComputedStyle(element);
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow].join(" ");
  };
  const outlined = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  const named = (element) => {
    const words = element.getAttribute("aria-label") || element.innerText || element.value || element.name || "";
    return `<${element.localName} ${element.type ?? ""} ${element.getAttribute("class") ?? ""}> “${words.trim().slice(0, 40)}”`;
  };
  const frame = (element) => element.closest("label") ?? element;

  function begin() {
    const all = "a[href], button, input, select, textarea, summary, iframe, video, [tabindex]";
    document.activeElement?.blur();
    for (const element of document.querySelectorAll(all)) {
      unfocused.set(element, looks(element));
      unfocused.set(frame(element), looks(frame(element)));
    }
    document.querySelector(".skip")?.focus();
  }

  function ringed(element) {
    if (element.classList.contains("is-focus")) return true; // a picture of the focus, in the style guide
    return [element, frame(element)].some((one) => {
      const style = getComputedStyle(one);
      return (outlined(style) || style.boxShadow !== "none") && looks(one) !== unfocused.get(one);
    });
  }

  // Some point of what is in the window must show the element itself, and nothing that lies over it.
  function uncovered(element, boxes) {
    const within = (at, end) => Math.min(Math.max(at, 1), end - 2);
    return boxes.some(({ left, right, top, bottom }) => {
      const points = [[(left + right) / 2, (top + bottom) / 2], [left + 3, top + 3], [right - 3, bottom - 3]];
      return points.some(([x, y]) => {
        const shown = document.elementFromPoint(within(x, innerWidth), within(y, innerHeight));
        return shown && (frame(element).contains(shown) || shown.contains(element));
      });
    });
  }

  function inWindow(element) {
    return [...element.getClientRects(), frame(element).getBoundingClientRect()].filter(
      (box) => box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth && box.width > 0,
    );
  }

  // A frame is a process of its own to the browser, which brings it into the window only after that process has answered.
  async function arrived(element) {
    const end = performance.now() + 2000;
    while (!inWindow(element).length && performance.now() < end) await new Promise(requestAnimationFrame);
  }

  function wrongWith(element) {
    const wrong = [];
    const boxes = inWindow(element);
    if (element.localName !== "iframe" && !ringed(element)) wrong.push("the focus cannot be seen");
    if (!boxes.length) wrong.push("it lies outside the window");
    else if (!uncovered(element, boxes)) wrong.push("it lies under something else");
    return wrong;
  }

  async function stop() {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return null;
    if (element.localName === "iframe") await arrived(element);
    const again = kept.at(-1) === element;
    const round = !again && kept.includes(element);
    kept.push(element);
    const parts = DATED.test(element.type) || element.localName === "iframe" || element.localName === "video";
    return { name: named(element), wrong: again || round ? [] : wrongWith(element), again, round, parts };
  }

  window.way = { begin, stop };
}
