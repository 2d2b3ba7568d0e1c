// The app's own place: its chats with me, and its home tab.
import { blocksOf } from "./blocks.js";
import { clickInView, come, say } from "./deeds.js";
import { byId, clock, el } from "./dom.js";
import { showPosts } from "./messages.js";
import { bot, homes, myself, postsOf, prompts, repliesTo, see } from "./store.js";
import { showTyping } from "./typing.js";

const NEW = "new";

let tab = "messages";
let commanded = false; // whether a command of mine waits for its answer
let chat = null; // the ts of the message it began with; NEW; null: the last one

/** changed(): called when another tab or chat was picked. */
export function setUpApp(changed) {
  const tabs = [...byId("tabs").querySelectorAll("[role=tab]")];
  for (const each of tabs) each.addEventListener("click", () => pickTab(each.dataset.tab, changed));
  byId("tabs").addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const other = tabs.find((each) => each.dataset.tab !== tab);
    other.focus();
    other.click();
  });
  byId("new-chat").addEventListener("click", () => pickChat(NEW, changed));
  byId("chats").addEventListener("change", (event) => pickChat(event.target.value, changed));
}

export function forgetChat() {
  chat = null;
}

export const onHome = () => tab === "home";

/** Slack tells the app when somebody looks at it. */
export const arrive = () => come(tab);

function pickTab(name, changed) {
  tab = name;
  changed();
  arrive();
}

function pickChat(id, changed) {
  chat = id;
  byId("messages").replaceChildren();
  changed();
  byId("message").focus();
}

/** A chat of my own that just began is the one to look at, also one that answers my command. */
export function noticeChat(post) {
  const begins = post.channel === myself().direct && !post.thread && !post.only_for;
  if (!begins || (post.user !== myself().id && !commanded)) return;
  chat = post.ts;
  commanded = false;
}

const chats = () => postsOf(myself().direct).filter((post) => !post.thread && !post.only_for);

function current() {
  if (chat === null || (chat !== NEW && !chats().some((post) => post.ts === chat))) {
    chat = chats().at(-1)?.ts ?? NEW;
  }
  return chat;
}

export function sayInApp(words) {
  commanded = words.startsWith("/");
  return say(myself().direct, words, commanded || current() === NEW ? null : current());
}

/** The chat in the log, or the home tab in its place. */
export function showApp() {
  for (const each of byId("tabs").querySelectorAll("[role=tab]")) {
    const picked = each.dataset.tab === tab;
    each.setAttribute("aria-selected", String(picked));
    each.tabIndex = picked ? 0 : -1;
  }
  if (onHome()) showHome();
  else showChat();
}

function showChat() {
  const direct = myself().direct;
  const id = current();
  const root = chats().find((post) => post.ts === id);
  const whispers = postsOf(direct).filter((post) => post.only_for && !post.thread && post.ts > id);
  const shown = root ? [root, ...repliesTo(direct, id), ...whispers] : whispers;
  shown.sort((one, other) => (one.ts < other.ts ? -1 : 1));
  showPosts(byId("messages"), shown, { empty: `Ask ${bot().name} anything, or have something done.` });
  see(direct, postsOf(direct));
  showTyping(byId("typing"), `${direct}:${id}`);
  showChats(id);
  showPrompts(id === NEW ? prompts.get(direct) : null);
}

function showChats(id) {
  const options = chats().map((post) => [post.ts, `${clock(post.at)} · ${post.text.slice(0, 48)}`]);
  if (id === NEW) options.push([NEW, "New chat"]);
  byId("chats").replaceChildren(
    ...options
      .reverse()
      .map(([value, words]) => el("option", { value, selected: value === id }, words)),
  );
}

function showPrompts(suggested) {
  const offered = (suggested?.prompts ?? []).map((prompt) => {
    const button = el("button", { type: "button", className: "opener" }, prompt.title);
    button.addEventListener("click", () => sayInApp(prompt.message));
    return button;
  });
  byId("prompts").replaceChildren(...offered);
}

let shownHome = null;

function showHome() {
  const view = homes.get(myself().id);
  const box = byId("home");
  if (view === shownHome && box.childElementCount) return;
  shownHome = view;
  const held = box.contains(document.activeElement) && document.activeElement.dataset.focus;
  const context = view && { click: clickInView(view, () => ({})) };
  const waiting = el("p", { className: "empty" }, "The home tab is on its way …");
  box.replaceChildren(...(view ? blocksOf(view.blocks, context) : [waiting]));
  if (held) box.querySelector(`[data-focus="${CSS.escape(held)}"]`)?.focus();
}
