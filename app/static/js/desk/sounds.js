// Three sounds nobody confuses: two rising notes, the same note twice, one long low one. They are made here; no file is loaded.
const KEY = "desk-muted";
const NOTES = { // hertz, when it begins and how long it lasts, in seconds
  welcome: [[660, 0, 0.12], [990, 0.12, 0.2]],
  again: [[440, 0, 0.14], [440, 0.24, 0.14]],
  stop: [[165, 0, 0.6]],
};
const SHAPES = { welcome: "sine", again: "triangle", stop: "square" };
const LOUD = 0.2;

const button = document.getElementById("desk-mute");
let context = null;
let muted = recalled();

function recalled() {
  try {
    return localStorage.getItem(KEY) === "yes";
  } catch {
    return false; // a browser that keeps nothing
  }
}

function keep() {
  try {
    if (muted) localStorage.setItem(KEY, "yes");
    else localStorage.removeItem(KEY);
  } catch {
    // then it is forgotten with the page
  }
}

function note([height, begins, lasts], shape) {
  const start = context.currentTime + begins;
  const tone = new OscillatorNode(context, { type: shape, frequency: height });
  const volume = new GainNode(context, { gain: LOUD });
  volume.gain.setTargetAtTime(0, start + lasts - 0.04, 0.015); // without a crack at its end
  tone.connect(volume).connect(context.destination);
  tone.start(start);
  tone.stop(start + lasts + 0.05);
}

export function play(sound) {
  if (muted || !(sound in NOTES) || !window.AudioContext) return;
  context ??= new AudioContext();
  context.resume();
  for (const one of NOTES[sound]) note(one, SHAPES[sound]);
  document.dispatchEvent(new CustomEvent("desk:sound", { detail: sound }));
}

function label() {
  button.textContent = muted ? button.dataset.sound : button.dataset.mute;
}

if (button) {
  label();
  button.hidden = false;
  button.addEventListener("click", () => {
    muted = !muted;
    keep();
    label();
    play("welcome");
  });
}
