// What the bot does meanwhile.
import { bot, statuses } from "./store.js";

/** Tells it in a line; place: of the thread, channel:ts. */
export function showTyping(line, place) {
  const status = place && statuses.get(place);
  line.textContent = status ? `${bot().name} ${status.words}` : "";
  line.classList.toggle("at-work", Boolean(status));
}
