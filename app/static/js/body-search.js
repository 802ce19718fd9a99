// Turns the list of bodies, select[data-body-search], into a search box with a list of matches (WAI-ARIA combobox).
// The select stays in the form and carries the value; without this module it is simply the select.
import { fold, matches, near, spans } from "./matching.js";

const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

const glyph = (sprite) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  made.setAttribute("class", "g");
  made.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", sprite);
  made.append(use);
  return made;
};

// The plain list names a body in both languages; in the box the other name stands in the second line.
const labelOf = (option) => {
  const other = ` – ${(option.dataset.search ?? "").split("|")[0]}`;
  const both = option.textContent.trim();
  return other.length > 3 && both.endsWith(other) ? both.slice(0, -other.length) : both;
};

const entryOf = (option) => {
  const others = (option.dataset.search ?? "").split("|").filter(Boolean);
  const label = labelOf(option);
  return {
    option,
    label,
    names: others.filter((text) => /\p{Ll}/u.test(text) && fold(text) !== fold(label)), // codes find, but are no second line
    note: option.dataset.note ?? option.closest("optgroup")?.label ?? "",
    shownCode: option.dataset.code ?? "",
    code: fold(option.dataset.code ?? ""),
    always: "always" in option.dataset,
    keys: [label, ...others, ...(option.dataset.words ? [option.dataset.words] : [])].map(fold), // the words: former names
  };
};

class BodySearch {
  constructor(select) {
    this.select = select;
    const all = [...select.options].filter((option) => option.value).map(entryOf);
    this.entries = all.filter((entry) => !entry.always);
    this.always = all.filter((entry) => entry.always);
    this.shown = [];
    this.active = -1;
    this.build();
    this.listen();
    this.takeOver();
  }

  // The input takes the select's id, so that the label and the links of the error summary lead to it.
  build() {
    const { select } = this;
    const { id } = select;
    select.id = `${id}-list-of-all`;
    this.input = element("input", {
      class: "form-control", id, type: "text", role: "combobox", autocomplete: "off", autocapitalize: "off", spellcheck: "false",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-matches`,
    });
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (select.hasAttribute(name)) this.input.setAttribute(name, select.getAttribute(name));
    }
    this.list = element("ul", { id: `${id}-matches`, role: "listbox", "aria-label": select.dataset.matches });
    this.list.hidden = true;
    this.said = element("p", { class: "visually-hidden", role: "status" });
    const focused = document.activeElement === select || select.autofocus;
    select.before(element("div", { class: "combo" }, glyph(select.dataset.glyph), this.input, this.list));
    this.input.parentElement.after(this.said);
    select.hidden = true;
    if (focused) this.input.focus();
  }

  listen() {
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("click", () => this.list.hidden && this.open(matches(this.entries, this.chosen ? "" : this.input.value)));
    this.input.addEventListener("blur", () => this.leave());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the box
    this.list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) this.choose(this.shown[[...this.list.children].indexOf(row)]);
    });
    window.addEventListener("pageshow", () => this.takeOver()); // the browser puts the choice back after "Back"
  }

  get chosen() {
    return this.select.value !== "";
  }

  takeOver() {
    if (this.chosen) this.input.value = labelOf(this.select.selectedOptions[0]);
  }

  set(value) {
    if (this.select.value === value) return;
    this.select.value = value;
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  typed() {
    this.set("");
    const found = matches(this.entries, this.input.value);
    const meant = found.length ? [] : near(this.entries, this.input.value);
    this.open(found.length ? found : meant);
    this.say(found.length, meant.length);
  }

  say(number, meant) {
    const { none, one, some, meantWords } = this.select.dataset;
    const words = number === 0 ? none.replace("{words}", this.input.value) : number === 1 ? one : some.replace("{number}", number);
    this.said.textContent = this.input.value ? words + (meant ? ` ${meantWords}` : "") : "";
    this.said.className = number === 0 && this.input.value ? "hint mt-2 mb-0" : "visually-hidden";
  }

  open(found) {
    this.shown = [...found, ...this.always];
    this.list.replaceChildren(...this.shown.map((entry, index) => this.row(entry, index)));
    this.list.hidden = this.shown.length === 0;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.point(this.chosen ? this.shown.findIndex((entry) => entry.option.selected) : -1);
  }

  row(entry, index) {
    const typed = this.chosen ? "" : this.input.value;
    const name = element("span", {}, ...this.marked(entry.label, typed));
    const other = spans(entry.label, typed).length ? entry.names[0] : entry.names.find((text) => spans(text, typed).length) ?? entry.names[0];
    if (entry.note || other) {
      const line = [entry.note, entry.note && other ? " · " : "", ...(other ? this.marked(other, typed) : [])];
      name.append(element("span", { class: "d-block small soft" }, ...line.filter(Boolean)));
    }
    const row = element("li", { id: `${this.input.id}-match-${index}`, role: "option", "aria-selected": "false" }, name);
    if (entry.shownCode) row.append(element("kbd", {}, entry.shownCode));
    return row;
  }

  marked(text, typed) {
    const pieces = [];
    let from = 0;
    for (const [start, end] of spans(text, typed)) {
      pieces.push(text.slice(from, start), element("mark", {}, text.slice(start, end)));
      from = end;
    }
    return [...pieces, text.slice(from)].filter(Boolean);
  }

  point(index) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = index;
    const row = this.list.children[index];
    if (!row) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    row.setAttribute("aria-selected", "true");
    row.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", row.id);
  }

  key(event) {
    const { length } = this.shown;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) this.open(matches(this.entries, this.chosen ? "" : this.input.value));
      else if (event.key === "ArrowDown") this.point((this.active + 1) % length);
      else this.point(this.active <= 0 ? length - 1 : this.active - 1);
    } else if (event.key === "Enter" && !this.list.hidden) {
      event.preventDefault(); // the first Enter chooses, the next one sends the form
      if (this.shown[Math.max(this.active, 0)]) this.choose(this.shown[Math.max(this.active, 0)]);
    } else if (event.key === "Escape") {
      if (this.list.hidden) this.input.value = "";
      if (this.list.hidden) this.set("");
      this.close();
    } else if (event.key === "Tab" && this.active >= 0) {
      this.choose(this.shown[this.active]);
    }
  }

  choose(entry) {
    this.input.value = entry.label;
    this.set(entry.option.value);
    this.said.textContent = "";
    this.said.className = "visually-hidden";
    this.close();
  }

  // Leaving the box: a name, an older name or a code typed in full is as good as a choice from the list.
  leave() {
    const typed = fold(this.input.value);
    if (!this.chosen && typed) {
      const exact = this.entries.filter((entry) => entry.code === typed || entry.keys.includes(typed));
      if (exact.length === 1) this.choose(exact[0]);
    }
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.point(-1);
  }
}

for (const select of document.querySelectorAll("select[data-body-search]")) new BodySearch(select);
