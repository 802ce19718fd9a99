// Asking the server while the network may be down, and handing in what waited: each entry is kept until it was answered.
const BATCH = 100;
const PATIENCE = 15_000; // milliseconds, after which a request counts as lost

// The state of an answer: "ok" with its content, "lost", "signed-out" or "refused".
export const ask = async (address, options = {}) => {
  try {
    const answer = await fetch(address, {
      cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE), ...options,
    });
    if (answer.type === "opaqueredirect" || answer.status === 401) return { state: "signed-out" };
    if (answer.status >= 500) return { state: "lost" };
    if (!answer.ok) return { state: "refused" };
    return { state: "ok", content: await answer.json() };
  } catch {
    return { state: "lost" }; // no network, too slow, or the page of somebody else's Wi-Fi
  }
};

const sent = ({ scan, person, day, session, out, at, anyway }) => ({ scan, person, day, session, out, at, anyway });

const post = (address, token, entries) =>
  ask(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ sent: new Date().toISOString(), entries: entries.map(sent) }),
  });

// What the desk has to be told of an answer; nothing where all is well.
const toTell = ({ answer, refusal, hindrance, at, desk }) => {
  const well = answer === "welcome" || answer === "left";
  return { tell: refusal ?? hindrance ?? (well ? "" : answer), first: well ? null : { at, desk } };
};

// Hands in all that waits, the oldest first; of several windows one does it. Gives the state and how many were settled.
export const deliver = (queue, address, token) =>
  navigator.locks.request(`${address} hand in`, async () => {
    let settled = 0;
    for (let batch; (batch = queue.waiting.slice(0, BATCH)).length; settled += batch.length) {
      queue.markSent(batch);
      const answer = await post(address, token, batch);
      if (answer.state !== "ok") return { ...answer, settled };
      const { answers } = answer.content;
      if (answers?.length !== batch.length) return { state: "refused", settled };
      batch.forEach((entry, index) => queue.settle(entry, toTell(answers[index])));
    }
    return { state: "ok", settled };
  });
