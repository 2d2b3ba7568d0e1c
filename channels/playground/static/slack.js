// The staff's desk: a small Slack, in which one can be any of three people.
import { arrive, forgetChat, noticeChat, onHome, sayInApp, setUpApp, showApp } from "./app.js";
import { forgetThread, sayInChannel, setUpChannel, showChannel, showThread } from "./channel.js";
import { byId, composer, el } from "./dom.js";
import { setUpModal, showModal } from "./modal.js";
import { inApp, setUpPlaces, showPlaces } from "./places.js";
import * as store from "./store.js";

export function setUpSlack() {
  setUpPlaces(enter);
  setUpChannel(show);
  setUpApp(show);
  setUpModal();
  composer(byId("message-form"), (words) => (inApp() ? sayInApp(words) : sayInChannel(words)));
  byId("me").addEventListener("change", (event) => becomeOther(event.target.value));
  byId("widen").addEventListener("click", widen);
  for (const button of document.querySelectorAll("[data-insert]")) {
    button.addEventListener("click", () => insert(button.dataset.insert));
  }
}

export function showAll(all) {
  store.takeAll(all);
  byId("me").replaceChildren(
    ...store.people().map(({ id, name, role }) =>
      el("option", { value: id, selected: id === store.myself().id }, `${name} · ${role}`),
    ),
  );
  show();
}

/** What the stream tells of Slack, by the event's type. */
export const handlers = {
  post: told((post) => {
    store.takePost(post);
    noticeChat(post);
  }),
  gone: told(store.dropPost),
  status: told(store.takeStatus),
  prompts: told((each) => store.prompts.set(each.channel, each)),
  home: told((each) => store.homes.set(each.user, each.view)),
  views: told((each) => store.views.set(each.user, each.stack)),
};

function told(take) {
  return (data) => {
    take(data);
    show();
  };
}

function becomeOther(id) {
  store.become(id);
  forgetThread();
  forgetChat();
  enter();
}

/** Another place, or another person in it: its last messages, and the app knows of it. */
function enter() {
  byId("messages").replaceChildren();
  show();
  byId("messages").scrollTop = byId("messages").scrollHeight;
  if (inApp()) arrive();
}

function show() {
  const app = inApp();
  const home = app && onHome();
  byId("place-title").textContent = app ? store.bot().name : "# staff";
  byId("message").placeholder = app ? `Message ${store.bot().name}` : "Message #staff";
  byId("message-label").textContent = byId("message").placeholder;
  for (const id of ["tabs", "chat-bar", "prompts"]) byId(id).hidden = !app || (home && id !== "tabs");
  for (const id of ["messages", "typing", "message-form"]) byId(id).hidden = home;
  byId("home").hidden = !home;
  showThread(!app); // first: what is read there is no news in the channel
  if (app) showApp();
  else showChannel();
  showPlaces();
  showModal();
}

function widen() {
  const wide = document.documentElement.classList.toggle("wide");
  byId("widen").setAttribute("aria-pressed", String(wide));
}

function insert(words) {
  const box = byId("message");
  box.setRangeText(words, box.selectionStart, box.selectionEnd, "end");
  box.focus();
}
