// Slack's mrkdwn, as far as the notices use it: bold, links and the three escapes.
import { el } from "./dom.js";

const PARTS = /\*([^*\n]+)\*|<([^|>]+)\|([^>]*)>|<([^>]+)>/g;
const SAFE = /^(tel:|mailto:|https?:)/;

/** A line as nodes. */
export function nodesOf(line) {
  const nodes = [];
  let end = 0;
  for (const part of line.matchAll(PARTS)) {
    nodes.push(plain(line.slice(end, part.index)));
    end = part.index + part[0].length;
    const [, bold, target, label, bare] = part;
    nodes.push(bold ? el("strong", {}, plain(bold)) : link(target ?? bare, label ?? bare));
  }
  nodes.push(plain(line.slice(end)));
  return nodes.filter((node) => node !== "");
}

/** A text without its markup. */
export const plain = (text) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

function link(target, label) {
  return SAFE.test(target) ? el("a", { href: target }, plain(label)) : plain(label);
}

/** What a notice says: {title, facts: [[label, line]], lines, quote}. Its blocks where it has
 * some, else its text. */
export function read(notice) {
  const sections = notice.blocks.filter((block) => block.type === "section" && block.text?.text);
  const lines = sections.length
    ? sections.flatMap((block) => block.text.text.split("\n"))
    : notice.text.split("\n");
  const quote = lines.filter((line) => line.startsWith("> ")).map((line) => plain(line.slice(2)));
  const [title = "", ...rest] = lines.filter((line) => !line.startsWith("> "));
  const facts = [];
  const others = [];
  for (const line of rest) {
    const fact = /^\*([^*]+):\*\s*(.*)$/.exec(line);
    if (fact) facts.push([plain(fact[1]), fact[2]]);
    else if (line) others.push(line);
  }
  return { title: plain(title.replace(/^\*(.*)\*$/, "$1")), facts, lines: others, quote };
}
