// Block Kit: https://docs.slack.dev/reference/block-kit/blocks. context says where the blocks stand:
// {click(block, element, chosen), blockErrors?}.
import { el } from "./dom.js";
import { elementOf, inputOf } from "./elements.js";
import { markdown, tableOf } from "./markdown.js";
import { textOf, wordsOf } from "./mrkdwn.js";
import { richText } from "./richtext.js";

/** The nodes of a message's or view's blocks. */
export const blocksOf = (blocks, context) =>
  blocks.map((block) => nodeOf(block, context)).filter((node) => node !== null);

function nodeOf(block, context) {
  const build = BUILDERS[block.type];
  if (!build) return el("p", { className: "faint" }, `(a block of type ${block.type})`);
  const node = build(block, context);
  node.dataset.block = block.block_id;
  return node;
}

const BUILDERS = {
  section: (block, context) =>
    el(
      "div",
      { className: "section" },
      el(
        "div",
        {},
        ...textOf(block.text),
        block.fields
          ? el("div", { className: "fields" }, ...block.fields.map((each) => el("div", {}, ...textOf(each))))
          : null,
      ),
      block.accessory ? elementOf(block, block.accessory, context) : null,
    ),
  header: (block) => el("h4", { className: "block-header" }, wordsOf(block.text)),
  divider: () => el("hr"),
  context: (block) =>
    el(
      "div",
      { className: "context" },
      ...block.elements.map((each) =>
        each.type === "image" ? image(each, "thumb") : el("span", {}, ...textOf(each)),
      ),
    ),
  actions: (block, context) =>
    el(
      "div",
      { className: "actions" },
      ...block.elements.map((each) => elementOf(block, each, context)),
    ),
  context_actions: (block, context) =>
    el(
      "div",
      { className: "actions quiet" },
      ...block.elements.map((each) => elementOf(block, each, context)),
    ),
  image: (block) =>
    el(
      "figure",
      {},
      block.title ? el("figcaption", {}, wordsOf(block.title)) : null,
      image(block, "picture"),
    ),
  markdown: (block) => el("div", { className: "markdown" }, ...markdown(block.text)),
  rich_text: (block) => el("div", { className: "markdown" }, ...richText(block)),
  table: (block) =>
    tableOf(block.rows.map((row) => row.map((cell) => (cell.type === "rich_text" ? richText(cell) : [cell.text ?? ""])))),
  input: inputOf,
  task_card: task,
  plan: (block) => el("p", { className: "heading" }, block.title ?? "Plan"),
};

/** A picture of this server's; any other stays its description. */
export function image(block, className) {
  const url = block.image_url ?? "";
  if (!url.startsWith("/") && !url.startsWith(`${location.origin}/`)) {
    return el("span", { className: "faint" }, block.alt_text ?? "(a picture)");
  }
  return el("img", { className, src: url, alt: block.alt_text ?? "" });
}

const TASKS = { pending: "Waits", in_progress: "In progress", complete: "Done", error: "Failed" };

/** A step of an answer that is being made. */
function task(block) {
  const status = Object.hasOwn(TASKS, block.status) ? block.status : "pending";
  return el(
    "div",
    { className: `task ${status}` },
    el("span", { className: "task-mark", ariaHidden: "true" }),
    el("span", {}, block.title ?? ""),
    el("span", { className: "unseen" }, TASKS[status]),
    block.details ? el("span", { className: "faint" }, plainOf(block.details)) : null,
  );
}

const plainOf = (value) => (typeof value === "string" ? value : "");
