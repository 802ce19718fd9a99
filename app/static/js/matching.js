// Finding a name however it is typed: without accents, in either language, by an older name or a code.

const LETTERS = { œ: "oe", æ: "ae", ß: "ss", ø: "o", đ: "d", ð: "d", þ: "th", ł: "l", ı: "i" };

// One character, folded: small, without its accent; what is no letter or figure becomes a space.
const foldCharacter = (character) => {
  const small = character.toLowerCase();
  const plain = LETTERS[small] ?? small.normalize("NFD").replace(/\p{M}/gu, "");
  return /[’']/u.test(plain) ? " " : plain.replace(/[^\p{L}\p{N}]/gu, " ");
};

export const fold = (text) => [...text.normalize("NFC")].map(foldCharacter).join("").replace(/ +/g, " ").trim();

// Every word that was typed begins a word of the key, whatever the order.
const holds = (key, words) => words.every((word) => ` ${key}`.includes(` ${word}`));

// 0 is best: the name or the code itself, then names that begin so, then names that contain it, then the other keys.
const rank = (entry, typed, words) => {
  if (entry.code === typed || entry.keys.includes(typed)) return 0;
  if (entry.keys[0].startsWith(typed)) return 1;
  if (holds(entry.keys[0], words)) return 2;
  if (entry.keys.some((key) => key.startsWith(typed))) return 3;
  return entry.keys.some((key) => holds(key, words)) || (entry.code && entry.code.startsWith(typed)) ? 4 : Infinity;
};

// The entries that match, best first; entries: {keys: [folded names, the shown one first], code}.
export const matches = (entries, text) => {
  const typed = fold(text);
  if (!typed) return entries;
  const words = typed.split(" ");
  return entries
    .map((entry, index) => ({ entry, index, rank: rank(entry, typed, words) }))
    .filter((found) => found.rank < Infinity)
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map((found) => found.entry);
};

// How many letters must be added, dropped, changed or swapped to make b of a; gives up beyond the limit.
const distance = (a, b, limit) => {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before = [];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[b.length];
};

// For "Did you mean": entries of which a word, or the whole name, is nearly what was typed.
export const near = (entries, text, most = 3) => {
  const typed = fold(text);
  if (typed.length < 4) return [];
  const limit = typed.length < 7 ? 1 : 2;
  const nearest = (entry) => Math.min(...entry.keys.flatMap((key) => [key, ...key.split(" ")]).map((word) => distance(typed, word, limit)));
  return entries
    .map((entry) => ({ entry, far: nearest(entry) }))
    .filter((found) => found.far <= limit)
    .sort((a, b) => a.far - b.far)
    .slice(0, most)
    .map((found) => found.entry);
};

// Where the typed words begin in a text: pairs [from, to] into the text itself, for highlighting.
export const spans = (text, typed) => {
  const words = fold(typed).split(" ").filter(Boolean);
  let folded = "";
  const origin = [];
  let position = 0;
  for (const character of text) {
    for (const letter of foldCharacter(character)) {
      folded += letter;
      origin.push([position, position + character.length]);
    }
    position += character.length;
  }
  return words
    .map((word) => ({ at: ` ${folded}`.indexOf(` ${word}`), length: word.length }))
    .filter(({ at }) => at >= 0)
    .map(({ at, length }) => [origin[at][0], origin[at + length - 1][1]])
    .sort((a, b) => a[0] - b[0])
    .filter(([from], index, all) => index === 0 || from >= all[index - 1][1]);
};
