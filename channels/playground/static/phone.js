// The left pane: phones, and what was texted on the one that is picked.
import { post, tell } from "./api.js";
import { bubble, byId, composer, el, following, phoneText } from "./dom.js";

const OPENERS = [
  "Hi! How much is hibachi for 30 people?",
  "Birthday for 25 in Pasadena, a Saturday in spring?",
  "Can I talk to a real person?",
];
const STATES = { sending: "Sending …", delivered: "Delivered", failed: "Not delivered" };

const phones = new Map();
const texts = new Map();
let picked = null;

export function setUpPhone() {
  composer(byId("text-form"), send);
  byId("phones").addEventListener("change", (event) => pick(event.target.value));
  byId("openers").append(
    ...OPENERS.map((words) =>
      el("button", { type: "button", className: "opener", onclick: () => send(words) }, words),
    ),
  );
}

export function showAll(all) {
  phones.clear();
  texts.clear();
  all.phones.forEach((phone) => phones.set(phone.number, phone));
  all.texts.forEach((text) => texts.set(text.sid, text));
  byId("number").textContent = phoneText(all.number);
  pick(phones.has(picked) ? picked : all.phones[0]?.number);
}

export function showPhone(phone) {
  phones.set(phone.number, phone);
  listPhones();
  showConsent();
}

export function showText(text) {
  texts.set(text.sid, text);
  if (text.phone === picked) render();
}

/** Makes a phone the one in hand. */
export function pick(number) {
  picked = number;
  listPhones();
  byId("texts").replaceChildren();
  render();
  byId("texts").scrollTop = byId("texts").scrollHeight;
}

async function send(words) {
  tell("");
  return post("/texts", { phone: picked, words });
}

function listPhones() {
  byId("phones").replaceChildren(
    ...[...phones.values()].map((phone) => {
      const label = `${phone.name} · ${phoneText(phone.number)}`;
      return el("option", { value: phone.number, selected: phone.number === picked }, label);
    }),
  );
}

function render() {
  const mine = [...texts.values()].filter((text) => text.phone === picked);
  const log = byId("texts");
  following(log, () => {
    const shown = new Set([...log.children].map((child) => child.dataset.sid));
    log.append(...mine.filter((text) => !shown.has(text.sid)).map(lineOf));
    showState(log, mine);
  });
  byId("openers").hidden = mine.length > 0;
  showConsent();
}

function lineOf(text) {
  const mine = text.way === "sent";
  const element = text.network
    ? el("p", { className: "note" }, text.words)
    : bubble(mine ? "bubble mine" : "bubble", mine ? "You" : "They", text.words);
  element.dataset.sid = text.sid;
  return element;
}

/** What became of the last text that was sent, under it. */
function showState(log, mine) {
  log.querySelector(".byline")?.remove();
  const last = mine.findLast((text) => text.way === "sent");
  if (!last) return;
  const failed = last.status === "failed" ? " failed" : "";
  const state = el("p", { className: `byline mine${failed}` }, STATES[last.status] ?? "");
  log.querySelector(`[data-sid="${CSS.escape(last.sid)}"]`).after(state);
}

function showConsent() {
  byId("opted-out").hidden = !phones.get(picked)?.opted_out;
}
