// The right pane, below: the conversations, and who of them waits for a person.
import { byId, clock, el, phoneText } from "./dom.js";
import { open, refresh } from "./talk.js";

const SAID_BY = { assistant: "Assistant: ", staff: "Staff: " };

export function showAll(all) {
  showTalks(all.talks);
}

export function showTalks(talks) {
  const box = byId("talks");
  const focused = document.activeElement?.dataset?.talk;
  const empty = el("p", { className: "empty" }, "Nobody has written yet.");
  box.replaceChildren(...(talks.length ? talks.map(row) : [empty]));
  if (focused) box.querySelector(`[data-talk="${CSS.escape(focused)}"]`)?.focus();
  refresh(talks);
}

/** Whom a conversation is with. */
export function whoOf(talk) {
  return talk.name ?? (talk.phone ? phoneText(talk.phone) : "A visitor");
}

/** How it stands with staff: [words, class]. */
export function stateOf(talk) {
  if (talk.held_by) return [`${talk.held_by} answers`, "held"];
  if (talk.waits) return ["Waits for a person", "waits"];
  return talk.inquiry ? ["Inquiry", "inquiry"] : null;
}

function row(talk) {
  const state = stateOf(talk);
  const button = el(
    "button",
    { type: "button", className: "talk", onclick: () => open(talk.id) },
    el("span", { className: "kind" }, talk.channel === "sms" ? "SMS" : "Web"),
    el(
      "span",
      { className: "who" },
      el("span", {}, whoOf(talk)),
      state && el("span", { className: `badge ${state[1]}` }, state[0]),
    ),
    el("time", {}, clock(talk.at)),
    el("span", { className: "words" }, (SAID_BY[talk.author] ?? "") + talk.words),
  );
  button.dataset.talk = talk.id;
  return button;
}
