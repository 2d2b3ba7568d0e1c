// The staff's channel, and one thread of it beside.
import { tell } from "./api.js";
import { say } from "./deeds.js";
import { byId, composer } from "./dom.js";
import { showPosts } from "./messages.js";
import { postsOf, repliesTo, see, staffChannel } from "./store.js";
import { showTyping } from "./typing.js";

const EMPTY =
  "Inquiries, and customers who ask for a person, appear here as cards. Text something on the left.";

let thread = null; // the ts of the message it hangs on
let onChange = () => {};

/** changed(): called when a thread was opened or closed. */
export function setUpChannel(changed) {
  onChange = changed;
  composer(byId("thread-form"), reply);
  byId("thread-close").addEventListener("click", closeThread);
  byId("thread").addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeThread();
  });
}

export function forgetThread() {
  thread = null;
}

export const sayInChannel = (words) => say(staffChannel(), words);

/** The channel in the log. */
export function showChannel() {
  const posts = postsOf(staffChannel()).filter((post) => !post.thread || post.broadcast);
  showPosts(byId("messages"), posts, { openThread, empty: EMPTY });
  see(staffChannel(), posts);
  showTyping(byId("typing"), null);
}

/** The thread beside it, where one is open. */
export function showThread(visible) {
  const root = postsOf(staffChannel()).find((post) => post.ts === thread);
  byId("thread").hidden = !visible || !root;
  byId("slack").classList.toggle("with-thread", visible && Boolean(root));
  if (!root || !visible) return;
  const replies = repliesTo(staffChannel(), thread);
  showPosts(byId("replies"), [root, ...replies]);
  see(`${staffChannel()}:${thread}`, replies);
  showTyping(byId("thread-typing"), `${staffChannel()}:${thread}`);
}

function openThread(ts) {
  const same = thread === ts;
  thread = ts;
  if (!same) byId("replies").replaceChildren();
  onChange();
  byId("replies").scrollTop = byId("replies").scrollHeight;
  byId("reply").focus();
}

function closeThread() {
  const ts = thread;
  thread = null;
  onChange();
  byId("messages").querySelector(`[data-ts="${CSS.escape(ts)}"] .thread-link`)?.focus();
}

async function reply(words) {
  tell("");
  if (!words.startsWith("/")) return say(staffChannel(), words, thread);
  tell("Slack takes commands in the channel, not in threads.", true);
  return null;
}
