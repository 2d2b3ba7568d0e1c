// Rich text: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
import { el } from "./dom.js";
import { emoji, link, mention } from "./inline.js";

/** A rich_text block's nodes. */
export const richText = (block) => block.elements.map(part);

function part(element) {
  const inside = () => (element.elements ?? []).map(piece);
  switch (element.type) {
    case "rich_text_list": {
      const tag = element.style === "ordered" ? "ol" : "ul";
      return el(tag, {}, ...element.elements.map((item) => el("li", {}, part(item))));
    }
    case "rich_text_quote":
      return el("blockquote", {}, ...inside());
    case "rich_text_preformatted":
      return el("pre", {}, ...inside());
    default:
      return el("div", { className: "lines" }, ...inside());
  }
}

const TAGS = { bold: "strong", italic: "em", strike: "s", code: "code" };

function piece(element) {
  const node = bare(element);
  return Object.entries(TAGS)
    .filter(([name]) => element.style?.[name])
    .reduce((inner, [, tag]) => el(tag, {}, inner), node);
}

function bare(element) {
  switch (element.type) {
    case "link":
      return link(element.url, element.text ?? element.url);
    case "emoji":
      return emoji(element.name);
    case "user":
      return mention(element.user_id);
    case "channel":
      return "#staff";
    case "broadcast":
      return `@${element.range}`;
    default:
      return element.text ?? element.fallback ?? "";
  }
}
