// The little Markdown that answers are written in, built as nodes. Lengths are bounded so that a
// hostile text costs no more than its length.
const INLINE = new RegExp(
  [
    /`([^`\n]{1,500})`/, // 1 code
    /\[([^[\]\n]{1,300})\]\(([^()\s]{1,2000})\)/, // 2 label, 3 address
    /\*\*([^*\n]{1,500})\*\*/, // 4 bold
    /\*(?=\S)([^*\n]{1,500})\*/, // 5 italic
    /\b_([^_\n]{1,500})_\b/, // 6 italic
    /(https?:\/\/[^\s<>"')\]]{1,2000})/, // 7 a bare address
  ]
    .map((pattern) => pattern.source)
    .join("|"),
  "g",
);
const SAFE_ADDRESS = /^(https?:\/\/|mailto:|tel:)/i;
const ITEM = /^\s*(?:[-*•]|(\d{1,3})[.)])\s+(.*)$/;

function inline(text) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(INLINE)) {
    nodes.push(text.slice(from, found.index), styled(found));
    from = found.index + found[0].length;
  }
  nodes.push(text.slice(from));
  return nodes;
}

function styled([whole, code, label, address, bold, italic, italic2, bare]) {
  if (code) return make("code", {}, code);
  if (label) return link(address, inline(label), whole);
  if (bold) return make("strong", {}, ...inline(bold));
  if (bare) return bareLink(bare);
  return make("em", {}, ...inline(italic ?? italic2));
}

function link(address, label, otherwise) {
  if (!SAFE_ADDRESS.test(address)) return otherwise;
  const traits = { href: address, target: "_blank", rel: "noopener noreferrer nofollow" };
  return make("a", traits, ...label);
}

// The full stop behind an address belongs to the sentence.
function bareLink(text) {
  const address = text.replace(/[.,;:!?]+$/, "");
  return make("span", {}, link(address, [address], address), text.slice(address.length));
}

function markdown(text) {
  const whole = document.createDocumentFragment();
  for (const [place, part] of text.split("```").entries()) {
    // Every second part stood between fences; its first line may name a language.
    if (place % 2) whole.append(make("pre", {}, part.replace(/^\w*\n/, "")));
    else for (const block of blocks(part)) whole.append(block);
  }
  return whole;
}

// Paragraphs and lists of a text, line by line.
function* blocks(text) {
  let block = null;
  for (const line of text.split("\n")) {
    const item = ITEM.exec(line);
    const kind = item ? (item[1] ? "OL" : "UL") : "P";
    if (block && (block.tagName !== kind || !line.trim())) {
      yield block;
      block = null;
    }
    if (!line.trim()) continue;
    if (!block) block = make(kind, kind === "OL" && item[1] !== "1" ? { start: item[1] } : {});
    else if (kind === "P") block.append(make("br"));
    block.append(...(item ? [make("li", {}, ...inline(item[2]))] : lineOf(line)));
  }
  if (block) yield block;
}

function lineOf(line) {
  const heading = /^#{1,6}\s+(.*)$/.exec(line);
  return heading ? [make("strong", {}, ...inline(heading[1]))] : inline(line);
}
