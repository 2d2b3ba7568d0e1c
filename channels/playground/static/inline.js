// The small marks inside a line, as nodes: shared by Slack's mrkdwn, Markdown and rich text.
import { el } from "./dom.js";
import { emojiOf } from "./emoji.js";
import { nameOf } from "./store.js";

const SAFE = /^(https?:|mailto:|tel:)/i;

/** The nodes of a text by rules [pattern, nodeOf(match)]; the first match goes first. */
export function parse(text, rules, plain = (words) => words) {
  const nodes = [];
  let rest = text;
  while (rest) {
    const [found, nodeOf] = firstOf(rest, rules);
    if (!found) break;
    if (found.index) nodes.push(plain(rest.slice(0, found.index)));
    nodes.push(nodeOf(found));
    rest = rest.slice(found.index + found[0].length);
  }
  if (rest) nodes.push(plain(rest));
  return nodes;
}

function firstOf(text, rules) {
  let first = [null, null];
  for (const [pattern, nodeOf] of rules) {
    const found = pattern.exec(text);
    if (found && (!first[0] || found.index < first[0].index)) first = [found, nodeOf];
  }
  return first;
}

/** A link; only words where it leads nowhere that is safe. */
export function link(target, ...label) {
  if (!SAFE.test(target)) return el("span", {}, ...label);
  const away = /^https?:/i.test(target);
  const properties = away ? { target: "_blank", rel: "noopener noreferrer" } : {};
  return el("a", { href: target, ...properties }, ...label);
}

export const mention = (id) => el("span", { className: "mention" }, `@${nameOf(id)}`);

/** An emoji, or its shortcode where it is not known. */
export const emoji = (name) => emojiOf(name) ?? `:${name}:`;
