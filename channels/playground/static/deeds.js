// What I do in Slack, sent to the playground's server.
import { post } from "./api.js";
import { myself } from "./store.js";

/** Writes in a channel, or in a thread of it; null where that failed. */
export const say = (channel, words, thread = null) =>
  post("/slack/say", { user: myself().id, channel, words, thread });

/** Clicks in a message. */
export const clickIn = (message) => (block, element, chosen) =>
  post("/slack/click", {
    user: myself().id,
    channel: message.channel,
    ts: message.ts,
    block: block.block_id,
    action: element.action_id,
    chosen,
  });

/** Clicks in a view, whose fields hold values. */
export const clickInView = (view, values) => (block, element, chosen) =>
  post("/slack/click", {
    user: myself().id,
    view: view.id,
    block: block.block_id,
    action: element.action_id,
    chosen,
    values: values(),
  });

export const submit = (view, values) =>
  post("/slack/submit", { user: myself().id, view: view.id, values });

export const closeView = (view) =>
  post("/slack/close", { user: myself().id, view: view.id });

/** Looks at a tab of the app: home or messages. */
export const come = (tab) => post("/slack/come", { user: myself().id, tab });
