// The hour of a moment by the clocks of a place, in the language of the page, as app/lib/hours.py writes it:
// “09:05” in English, “9 h 05” in French.
const SPACE = "\u00a0";

export const clock = (moment, zone, language = document.documentElement.lang) => {
  const shown = { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const digits = new Intl.DateTimeFormat("en-GB", shown).format(moment);
  if (language !== "fr") return digits;
  const [hour, minute] = digits.split(":");
  return [Number(hour), "h", minute].join(SPACE);
};
