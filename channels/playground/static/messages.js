// Messages, one below the other; each is changed in its place.
import { blocksOf } from "./blocks.js";
import { clickIn } from "./deeds.js";
import { clock, el, following } from "./dom.js";
import { filesOf, picturesOf } from "./files.js";
import { mrkdwn, unescaped } from "./mrkdwn.js";
import { bot, nameOf, repliesTo, unseen } from "./store.js";

/** Brings a log up to these posts. openThread(post): where threads stand beside; empty: a word where
 * there is nothing. */
export function showPosts(log, posts, { openThread = null, empty = "" } = {}) {
  following(log, () => {
    const before = new Map([...log.querySelectorAll(".message")].map((e) => [e.dataset.ts, e]));
    const wanted = posts.map((post) => placed(before, post, openThread));
    const nothing = !wanted.length && empty ? [el("p", { className: "empty" }, empty)] : [];
    arrange(log, [...wanted, ...nothing]);
  });
}

/** Puts the elements into a log in their order, and moves none that stands right: that would lose
 * the focus in it. */
function arrange(log, wanted) {
  const keep = new Set(wanted);
  for (const child of [...log.children]) if (!keep.has(child)) child.remove();
  wanted.forEach((element, place) => {
    if (log.children[place] !== element) log.insertBefore(element, log.children[place] ?? null);
  });
}

const made = new WeakMap(); // element: [post, what its thread was like]

function placed(before, post, openThread) {
  const old = before.get(post.ts);
  const thread = openThread && !post.only_for ? threadOf(post) : null;
  const mark = JSON.stringify(thread);
  const [shown, marked] = made.get(old) ?? [];
  if (shown === post && marked === mark) return old;
  const element = messageOf(post, thread, openThread);
  made.set(element, [post, mark]);
  if (old) replace(old, element);
  return element;
}

function replace(old, element) {
  const held = old.contains(document.activeElement) && document.activeElement.dataset.focus;
  old.replaceWith(element);
  if (held === false) return;
  const same = held && element.querySelector(`[data-focus="${CSS.escape(held)}"]`);
  (same || element).focus();
}

function threadOf(post) {
  const root = post.thread ?? post.ts;
  const replies = repliesTo(post.channel, root);
  return {
    root,
    replies: replies.length,
    fresh: unseen(`${post.channel}:${root}`, replies),
    broadcast: Boolean(post.thread),
  };
}

function messageOf(post, thread, openThread) {
  const app = post.user === bot().id;
  const name = nameOf(post.user);
  const element = el(
    "article",
    { className: `message${post.only_for ? " whisper" : ""}`, tabIndex: -1 },
    el("span", { className: `face${app ? " app" : ""}`, ariaHidden: "true" }, app ? "" : name[0]),
    el(
      "div",
      { className: "message-body" },
      post.only_for ? el("p", { className: "faint" }, "Only you can see this") : null,
      el(
        "header",
        {},
        el("span", { className: "name" }, name),
        app ? el("span", { className: "tag" }, "App") : null,
        el("time", {}, clock(post.at)),
        post.edited ? el("span", { className: "faint" }, "(edited)") : null,
      ),
      ...contentOf(post),
      thread ? threadButton(post, thread, openThread) : null,
    ),
  );
  element.dataset.ts = post.ts;
  element.setAttribute("aria-label", `${name}, ${clock(post.at)}`);
  if (post.streaming) element.setAttribute("aria-busy", "true");
  return element;
}

function contentOf(post) {
  const words = () =>
    post.plain ? [el("div", { className: "lines" }, unescaped(post.text))] : mrkdwn(post.text);
  const shown = post.blocks.length ? blocksOf(post.blocks, { click: clickIn(post) }) : words();
  const writing = post.streaming ? [el("span", { className: "caret", ariaHidden: "true" })] : [];
  const pictures = post.user === bot().id ? picturesOf(post) : [];
  return [...shown, ...pictures, ...filesOf(post.files), ...writing];
}

function threadButton(post, thread, openThread) {
  const { replies, fresh } = thread;
  const count = replies === 1 ? "1 reply" : `${replies} replies`;
  const words = thread.broadcast ? "Open the thread" : replies ? count : "Reply in thread";
  const button = el(
    "button",
    { type: "button", className: `thread-link${replies ? "" : " quiet"}` },
    words,
    fresh ? el("span", { className: "badge waits" }, `${fresh} new`) : null,
  );
  button.dataset.focus = "thread";
  button.addEventListener("click", () => openThread(thread.root));
  return button;
}
