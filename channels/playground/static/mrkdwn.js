// Slack's mrkdwn: https://docs.slack.dev/messaging/formatting-message-text
import { el } from "./dom.js";
import { emoji, link, mention, parse } from "./inline.js";

/** A text without Slack's escapes. */
export const unescaped = (text) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

const RULES = [
  [/`([^`\n]+)`/, ([, words]) => el("code", {}, unescaped(words))],
  [/<([^<>\n]+)>/, ([, inside]) => angled(inside)],
  [/(?<![\w*])\*(?=\S)([^*\n]*[^*\s])\*(?!\w)/, ([, words]) => el("strong", {}, ...marks(words))],
  [/(?<![\w_])_(?=\S)([^_\n]*[^_\s])_(?!\w)/, ([, words]) => el("em", {}, ...marks(words))],
  [/(?<![\w~])~(?=\S)([^~\n]*[^~\s])~(?!\w)/, ([, words]) => el("s", {}, ...marks(words))],
  [/:([a-z0-9_+-]+):/, ([, name]) => emoji(name)],
];

const marks = (text) => parse(text, RULES, unescaped);

/** What stands in angle brackets: a person, a channel, a date, or a link. */
function angled(inside) {
  const [target, label] = inside.split(/\|(.*)/s);
  if (/^@[UW]/.test(target)) return mention(target.slice(1));
  if (target.startsWith("#")) return el("span", { className: "mention" }, `#${label ?? "staff"}`);
  if (target.startsWith("!date^")) return label ?? "";
  if (target.startsWith("!")) return el("span", { className: "mention" }, `@${target.slice(1)}`);
  return link(unescaped(target), unescaped(label ?? target.replace(/^(mailto|tel):/, "")));
}

/** A text of mrkdwn as nodes: code, quotes, and lines between. */
export function mrkdwn(text) {
  return text.split(/```(?:\n)?/).flatMap((part, place) => {
    if (place % 2) return [el("pre", {}, unescaped(part.replace(/\n$/, "")))];
    return runs(part.replace(place ? /^\n/ : /^$/, "")).map(([quoted, lines]) =>
      el(quoted ? "blockquote" : "div", { className: "lines" }, ...marks(lines.join("\n"))),
    );
  });
}

/** Lines in runs of quoted and other ones: [[quoted, lines]]. */
function runs(text) {
  const found = [];
  if (!text.trim()) return found;
  for (const line of text.replace(/\n$/, "").split("\n")) {
    const quoted = /^(?:&gt;|>)(?!&gt;|>) ?/.exec(line); // ">>" is a mark of the desk's own
    const words = quoted ? line.slice(quoted[0].length) : line;
    const last = found.at(-1);
    if (last && last[0] === Boolean(quoted)) last[1].push(words);
    else found.push([Boolean(quoted), [words]]);
  }
  return found;
}

/** A text object's nodes: {type: mrkdwn or plain_text, text}. */
export function textOf(object) {
  if (!object?.text) return [];
  if (object.type === "mrkdwn") return mrkdwn(object.text);
  return parse(object.text, [RULES.at(-1)]);
}

/** The words of a text object, for a label. */
export const wordsOf = (object) => (object ? parse(object.text, [RULES.at(-1)]).join("") : "");
