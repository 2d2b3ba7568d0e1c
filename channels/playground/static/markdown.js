// Markdown, as a markdown block and a streamed answer hold it.
import { el } from "./dom.js";
import { emoji, link, mention, parse } from "./inline.js";

const RULES = [
  [/`([^`\n]+)`/, ([, words]) => el("code", {}, words)],
  [/\\([\\`*_{}[\]()#+\-.!~|>])/, ([, sign]) => sign],
  [/\[([^\]\n]+)\]\(([^()\s]+)\)/, ([, label, target]) => link(target, ...marks(label))],
  [/<@([UW][A-Z0-9]+)>/, ([, id]) => mention(id)],
  [/<((?:https?|mailto|tel):[^<>\s]+)>/, ([, target]) => link(target, target)],
  [/https?:\/\/[^\s<>()]*[^\s<>().,;:!?]/, ([target]) => link(target, target)],
  [/\*\*(?=\S)(.*?\S)\*\*/, ([, words]) => el("strong", {}, ...marks(words))],
  [/~~(?=\S)(.*?\S)~~/, ([, words]) => el("s", {}, ...marks(words))],
  [/(?<![\w*])\*(?=\S)([^*\n]*[^*\s])\*(?!\w)/, ([, words]) => el("em", {}, ...marks(words))],
  [/(?<![\w_])_(?=\S)([^_\n]*[^_\s])_(?!\w)/, ([, words]) => el("em", {}, ...marks(words))],
  [/:([a-z0-9_+-]+):/, ([, name]) => emoji(name)],
];

const marks = (text) => parse(text, RULES);

const ITEM = /^(\s*)([-*+•]|\d+[.)])\s+(.*)$/;
const KINDS = [
  [/^```/, fence],
  [/^#{1,6}\s+\S/, heading],
  [/^(-{3,}|\*{3,}|_{3,})\s*$/, rule],
  [/^>/, quote],
  [ITEM, list],
  [/^\s*\|.*\|\s*$/, table],
];

/** A text of Markdown as nodes. */
export function markdown(text) {
  const lines = text.split("\n");
  const nodes = [];
  while (lines.length) {
    if (!lines[0].trim()) lines.shift();
    else nodes.push((KINDS.find(([pattern]) => pattern.test(lines[0]))?.[1] ?? paragraph)(lines));
  }
  return nodes;
}

/** The lines from the first one on that are of a kind, taken away. */
function taken(lines, isOne) {
  const end = lines.findIndex((line, place) => place > 0 && !isOne(line));
  return lines.splice(0, end < 0 ? lines.length : end);
}

function paragraph(lines) {
  const mine = (line) => line.trim() && !KINDS.some(([pattern]) => pattern.test(line));
  return el("div", { className: "lines" }, ...marks(taken(lines, mine).join("\n")));
}

function fence(lines) {
  lines.shift();
  const end = lines.findIndex((line) => line.startsWith("```"));
  const code = lines.splice(0, end < 0 ? lines.length : end);
  lines.shift();
  return el("pre", {}, code.join("\n"));
}

function heading(lines) {
  return el("p", { className: "heading" }, ...marks(lines.shift().replace(/^#+\s+/, "")));
}

function rule(lines) {
  lines.shift();
  return el("hr");
}

function quote(lines) {
  const said = taken(lines, (line) => line.startsWith(">"));
  return el("blockquote", {}, ...markdown(said.map((line) => line.replace(/^> ?/, "")).join("\n")));
}

function list(lines) {
  const [, indent, mark] = ITEM.exec(lines[0]);
  const ordered = /\d/.test(mark);
  const box = el(ordered ? "ol" : "ul", ordered ? { start: Number.parseInt(mark, 10) } : {});
  const mine = (line) => /^\s+\S/.test(line) || (ITEM.test(line) && /\d/.test(line.trim()[0]) === ordered);
  for (const line of taken(lines, mine)) {
    const item = ITEM.exec(line);
    if (item && item[1].length <= indent.length) box.append(el("li", {}, ...marks(item[3])));
    else if (item) nested(box.lastChild).append(el("li", {}, ...marks(item[3])));
    else box.lastChild.append(" ", ...marks(line.trim()));
  }
  return box;
}

function nested(item) {
  if (item.lastChild?.tagName !== "UL") item.append(el("ul"));
  return item.lastChild;
}

function table(lines) {
  const rows = taken(lines, (line) => /^\s*\|/.test(line)).map((line) =>
    line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => marks(cell.trim())),
  );
  const isRule = rows[1]?.every((cell) => /^:?-+:?$/.test(cell.join("")));
  return tableOf(rows.filter((_, place) => !(isRule && place === 1)));
}

/** A table of cells, each a list of nodes; its first row is its head. */
export function tableOf([head = [], ...rows]) {
  const cells = (tag, row) => row.map((cell) => el(tag, {}, ...cell));
  return el(
    "div",
    { className: "table", tabIndex: 0, role: "group", ariaLabel: "Table" },
    el(
      "table",
      {},
      el("thead", {}, el("tr", {}, ...cells("th", head))),
      el("tbody", {}, ...rows.map((row) => el("tr", {}, ...cells("td", row)))),
    ),
  );
}
