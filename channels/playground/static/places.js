// Where one can be: the staff's channel, and the app with its tabs.
import { byId, el } from "./dom.js";
import { bot, myself, postsOf, staffChannel, unseen } from "./store.js";

const APP = "app";

let open = "staff";
let onOpen = () => {};

/** opened(): called when another place was picked. */
export function setUpPlaces(opened) {
  onOpen = opened;
}

export const inApp = () => open === APP;

export function goTo(place) {
  open = place;
  onOpen();
}

/** The list of places, with what is new there. */
export function showPlaces() {
  const box = byId("places");
  const held = box.contains(document.activeElement) && document.activeElement.dataset.place;
  box.replaceChildren(
    el("h3", {}, "Channels"),
    placeOf("staff", "#", "staff", freshInChannel()),
    el("h3", {}, "Apps"),
    placeOf(APP, "", bot().name, freshInApp()),
  );
  if (held) box.querySelector(`[data-place="${held}"]`)?.focus();
}

function placeOf(id, sign, name, fresh) {
  const button = el(
    "button",
    { type: "button", className: `place-link${fresh ? " fresh" : ""}` },
    el("span", { className: sign ? "sign" : "sign app", ariaHidden: "true" }, sign),
    el("span", { className: "place-name" }, name),
    fresh ? el("span", { className: "count" }, String(fresh), el("span", { className: "unseen" }, " new")) : null,
  );
  button.dataset.place = id;
  if (open === id) button.setAttribute("aria-current", "page");
  button.addEventListener("click", () => goTo(id));
  return button;
}

function freshInChannel() {
  const posts = postsOf(staffChannel());
  const roots = posts.filter((post) => !post.thread);
  const inThreads = roots.map((root) =>
    unseen(`${root.channel}:${root.ts}`, posts.filter((post) => post.thread === root.ts)),
  );
  return inThreads.reduce((sum, each) => sum + each, unseen(staffChannel(), roots));
}

const freshInApp = () => unseen(myself().direct, postsOf(myself().direct));
