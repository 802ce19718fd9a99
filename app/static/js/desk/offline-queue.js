// Check-ins that wait on this device until the network is back: ids and times only, no names. Each stands under a key of
// its own, so that two windows do not overwrite each other's; what waits survives a reload and whoever signs out.
const WAITING = "desk-queue/";
const TOLD = "desk-told/";

// Nothing where the browser keeps nothing.
const keysOf = (prefix) => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
};

const read = (key) => {
  try {
    return { key, ...JSON.parse(localStorage.getItem(key)) };
  } catch {
    return { key };
  }
};

const inOrder = (a, b) => (a.at ?? "").localeCompare(b.at ?? "") || a.key.localeCompare(b.key);

// How many wait on this device, by the slugs of the events.
export const waitingByEvent = () => {
  const numbers = new Map();
  for (const key of keysOf(WAITING)) {
    const slug = key.split("/")[1];
    numbers.set(slug, (numbers.get(slug) ?? 0) + 1);
  }
  return numbers;
};

export class Queue {
  constructor(slug) {
    this.waitingPrefix = `${WAITING}${slug}/`;
    this.toldPrefix = `${TOLD}${slug}/`;
  }

  get length() {
    return keysOf(this.waitingPrefix).length;
  }

  // The oldest first.
  get waiting() {
    return keysOf(this.waitingPrefix).map(read).sort(inOrder);
  }

  // What the server answered that the desk should look at, until it is dismissed.
  get told() {
    return keysOf(this.toldPrefix).map(read).sort(inOrder);
  }

  // entry: {scan, person, day, session, out, at, anyway, sent}; sent says that it may have arrived already.
  // Throws where the browser keeps nothing or is full: then nothing was recorded, and the desk must know.
  add(entry) {
    const key = `${this.waitingPrefix}${entry.scan}-${entry.person}${entry.out ? "-out" : ""}`;
    localStorage.setItem(key, JSON.stringify(entry));
    return key;
  }

  // Takes one out that has not been sent; false if it may have arrived.
  takeOut(key) {
    if (localStorage.getItem(key) === null || read(key).sent) return false;
    localStorage.removeItem(key);
    return true;
  }

  // From now on they may have arrived, even if no answer comes back.
  markSent(entries) {
    for (const { key, ...entry } of entries) localStorage.setItem(key, JSON.stringify({ ...entry, sent: true }));
  }

  // The server has answered: the entry waits no more, and what the desk must be told stays until it is dismissed.
  settle(entry, answer) {
    if (answer.tell) {
      const { person, at, out, day, session } = entry;
      const told = { person, at, out, day, session, answer: answer.tell, first: answer.first };
      localStorage.setItem(entry.key.replace(this.waitingPrefix, this.toldPrefix), JSON.stringify(told));
    }
    localStorage.removeItem(entry.key);
  }

  dismiss(keys) {
    for (const key of keys) localStorage.removeItem(key);
  }
}
