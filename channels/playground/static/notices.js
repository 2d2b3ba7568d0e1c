// The right pane, above: what the bot posted in the staff's Slack channel.
import { byId, clock, el } from "./dom.js";
import { nodesOf, read } from "./slacktext.js";
import { open } from "./talk.js";

const CALM = /^(New inquiry|Inquiry changed)/;
const HIDDEN = new Set(["Inquiry"]); // an id, which helps nobody here

const shown = new Map();

export function showAll(all) {
  shown.clear();
  const box = byId("notices");
  box.querySelectorAll(".notice").forEach((card) => card.remove());
  all.notices.forEach((notice) => add(notice, false));
  box.querySelector(".empty").hidden = shown.size > 0;
}

export function showNotice(notice) {
  add(notice, true);
  byId("notices").querySelector(".empty").hidden = true;
}

function add(notice, fresh) {
  if (shown.has(notice.ts)) return;
  const card = cardOf(notice);
  card.classList.toggle("fresh", fresh);
  shown.set(notice.ts, card);
  byId("notices").prepend(card);
}

function cardOf(notice) {
  const { title, facts, lines, quote } = read(notice);
  const told = facts.filter(([label]) => !HIDDEN.has(label));
  const card = el(
    "article",
    { className: CALM.test(title) ? "notice" : "notice urgent" },
    el("header", {}, el("h4", {}, title), el("time", {}, clock(notice.at))),
    told.length ? el("dl", {}, ...told.flatMap(([label, value]) => fact(label, value))) : null,
    ...lines.map((line) => el("p", {}, ...nodesOf(line))),
    quote.length ? lastMessages(quote) : null,
    notice.talk ? opener(notice.talk, title) : null,
  );
  return card;
}

function fact(label, value) {
  return [el("dt", {}, label), el("dd", {}, ...nodesOf(value))];
}

function lastMessages(quote) {
  return el(
    "details",
    {},
    el("summary", {}, "Last messages"),
    el("blockquote", {}, quote.join("\n")),
  );
}

function opener(talk, title) {
  const button = el("button", { type: "button", className: "button small" }, "Open conversation");
  button.setAttribute("aria-label", `Open conversation: ${title}`);
  button.addEventListener("click", () => open(talk));
  return button;
}
