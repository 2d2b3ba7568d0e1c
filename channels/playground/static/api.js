// Requests to the playground's own server, and what happens there.
import { byId } from "./dom.js";

/** Posts JSON; the answer, or null where it failed, which the page then tells. */
export async function post(path, body = {}) {
  return ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

export async function get(path) {
  return ask(path, {});
}

async function ask(path, options) {
  try {
    const answer = await fetch(`/playground${path}`, options);
    const body = await answer.json();
    if (answer.ok) return body;
    tell(body.error ?? `The server answered ${answer.status}.`, true);
  } catch {
    tell("The bot does not answer. Is it running?", true);
  }
  return null;
}

/** Tells the reader something; no words take it back. */
export function tell(words, bad = false) {
  const status = byId("status");
  status.textContent = words;
  status.classList.toggle("bad", bad);
}

/** Follows what happens. handlers: by the event's type. EventSource takes a broken stream up
 * again by itself, with the id of what it saw last; where it gives up, a new one begins. */
export function follow(handlers) {
  const source = new EventSource("/playground/events");
  for (const [type, handle] of Object.entries(handlers)) {
    source.addEventListener(type, (event) => handle(JSON.parse(event.data)));
  }
  source.addEventListener("open", () => tell(""));
  source.addEventListener("error", () => {
    tell("Connecting to the bot again …", true);
    if (source.readyState === EventSource.CLOSED) setTimeout(() => follow(handlers), 1500);
  });
}
