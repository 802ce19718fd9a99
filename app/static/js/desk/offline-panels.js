// What the desk shows by itself while the network is down: the server's own panels, as templates, filled in here.
export const place = document.getElementById("offline");

// A sentence of the page's language with its {places} filled in; name: as in data-name of #offline.
export const words = (name, values = {}) =>
  (place.dataset[name] ?? "").replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);

// "1 check-in waits", "20 check-ins wait": one of two sentences, by number.
export const counted = (name, number) => words(`${name}${number === 1 ? "One" : "Some"}`, { number });

// "at 09:12, desk 2"
export const atDesk = (time, desk) => (desk ? words("atDesk", { time, desk }) : words("at", { time }));

// Fills each [data-fill] of an element; what has nothing to say is hidden.
export const fill = (element, values) => {
  for (const part of element.querySelectorAll("[data-fill]")) {
    const text = values[part.dataset.fill] ?? "";
    part.textContent = text;
    part.hidden = text === "";
  }
  return element;
};

const made = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

// Somebody as every panel and row shows them.
export const facts = (person) =>
  person
    ? {
        given: person.given,
        family: person.family,
        script: person.script,
        line: [person.body, person.part].filter(Boolean).join(" · "),
        found: [person.body, person.part, person.reference].filter(Boolean).join(" · "),
        about: ` ${person.given} ${person.family}`,
      }
    : { family: words("personUnknown") };

// An answer; actions: {"take-out": key, anyway: id} say what its buttons are about.
export const panel = (code, values = {}, actions = {}) => {
  const element = fill(made(`offline-${code}`), values);
  act(element, actions);
  return element;
};

// A row of a list; a button without an action is left out.
export const row = (values, actions = {}) => {
  const element = fill(made("offline-row"), values);
  act(element, actions);
  return element;
};

const act = (element, actions) => {
  for (const name of ["mark", "anyway", "take-out"]) {
    const button = element.querySelector(`[data-offline-${name}]`);
    if (!button) continue;
    if (actions[name] === undefined) button.remove();
    else button.setAttribute(`data-offline-${name}`, actions[name]);
  }
};
