// The camera of the desk: codes are read by the browser where it can, otherwise frames are sent and the server reads them.
// A code stays quiet as long as it is seen, and for three seconds after that: one badge is one scan.
import { refresh, scanned } from "./desk.js";
import { say } from "./saying.js";

const PAUSE = 250; // milliseconds between two looks
const QUIET = 3000;
const WIDEST = 1280; // pixels of a frame that is sent
const PROBLEMS = { NotAllowedError: "denied", NotFoundError: "none", OverconstrainedError: "none", NotReadableError: "busy", AbortError: "busy" };

const box = document.getElementById("camera");
const button = document.getElementById("camera-open");
const words = document.getElementById("camera-words");
const video = box?.querySelector("video");
const canvas = document.createElement("canvas");

let stream = null;
let detector = null;
let said = "";
const seen = new Map(); // code → when it was seen last

function explain(name) {
  if (said === name) return;
  said = name;
  words.textContent = box.dataset[name];
  if (name !== "looking") say(words.textContent);
}

async function ownReader() {
  try {
    const known = await window.BarcodeDetector?.getSupportedFormats();
    return known?.includes("qr_code") ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
  } catch {
    return null;
  }
}

async function readHere() {
  const codes = new Set((await detector.detect(video)).map((code) => code.rawValue).filter(Boolean));
  return codes.size > 1 ? { problem: "several_codes" } : { code: [...codes][0] };
}

async function readThere() {
  const scale = Math.min(1, WIDEST / video.videoWidth);
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
  const picture = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.8); });
  const body = new FormData();
  body.set("csrf_token", document.getElementById("desk-scan").elements.csrf_token.value);
  body.set("picture", picture, "frame.jpg");
  try {
    const answer = await fetch(box.dataset.frame, { method: "POST", body, redirect: "error", signal: AbortSignal.timeout(QUIET) });
    if (answer.status === 400) await refresh(); // the token has expired
    return answer.ok ? await answer.json() : { problem: answer.status < 500 ? "" : "offline" };
  } catch {
    return { problem: "offline" };
  }
}

function isNew(code) {
  const before = seen.get(code) ?? -Infinity;
  seen.set(code, performance.now());
  return performance.now() - before > QUIET;
}

async function look() {
  if (!stream) return;
  if (video.videoWidth && !document.hidden) {
    const { code, problem } = await (detector ? readHere() : readThere());
    if (!stream) return; // closed meanwhile
    explain({ several_codes: "several", offline: "offline" }[problem] ?? "looking");
    if (code && isNew(code)) await scanned(code);
  }
  setTimeout(() => look().catch(failed), PAUSE);
}

function failed(error) {
  close();
  box.hidden = false;
  video.hidden = true;
  explain(PROBLEMS[error.name] ?? "failed");
}

function close() {
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
  said = "";
  seen.clear();
  box.hidden = true;
  button.textContent = box.dataset.open;
  button.setAttribute("aria-expanded", "false");
}

async function open() {
  box.hidden = false;
  video.hidden = true;
  if (!navigator.mediaDevices) return explain("insecure");
  explain("starting");
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
    stream.getVideoTracks()[0].addEventListener("ended", () => failed({}));
    detector = await ownReader();
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    button.textContent = box.dataset.close;
    button.setAttribute("aria-expanded", "true");
    await look();
  } catch (error) {
    failed(error);
  }
  return undefined;
}

if (box) {
  button.hidden = false;
  button.addEventListener("click", () => {
    if (stream) close();
    else open();
    document.getElementById("desk-scan").elements.code.focus();
  });
  addEventListener("pagehide", close);
}
