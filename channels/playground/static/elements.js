// What can be clicked, picked and filled in: https://docs.slack.dev/reference/block-kit/block-elements
import { el } from "./dom.js";
import { fieldOf } from "./fields.js";
import { confirmed } from "./confirm.js";
import { wordsOf } from "./mrkdwn.js";

/** An element that acts at once, in a message or a view. */
export function elementOf(block, element, context) {
  const build = BUILDERS[element.type];
  if (build) return build(block, element, context);
  return picker(block, element, context);
}

const BUILDERS = {
  button: (block, element, context) => button(block, element, context, wordsOf(element.text)),
  workflow_button: (block, element, context) =>
    button(block, element, context, wordsOf(element.text)),
  icon_button: (block, element, context) => button(block, element, context, wordsOf(element.text)),
  image: () => null,
  feedback_buttons: feedback,
  overflow,
};

function button(block, element, context, words) {
  const style = { primary: "primary", danger: "danger" }[element.style] ?? "";
  const made = el(
    "button",
    { type: "button", className: `button small ${style}`, ariaLabel: element.accessibility_label ?? null },
    words,
  );
  if (/^https?:/i.test(element.url ?? "")) {
    made.addEventListener("click", () => open(element.url, "_blank", "noopener"));
  }
  return acting(made, block, element, context, () => ({}));
}

/** Tells of a click, once it is confirmed, and waits for its end. */
function acting(made, block, element, context, chosen) {
  made.dataset.focus = element.action_id;
  made.addEventListener("click", async () => {
    if (made.ariaDisabled === "true") return;
    if (element.confirm && !(await confirmed(element.confirm))) return;
    made.ariaDisabled = "true"; // not disabled, which would lose the focus
    await context.click(block, element, chosen());
    made.ariaDisabled = null;
  });
  return made;
}

function feedback(block, element, context) {
  const offered = [
    ["thumb up", element.positive_button],
    ["thumb down", element.negative_button],
  ].filter(([, each]) => each);
  const group = el("span", { className: "feedback", role: "group", ariaLabel: "Was this helpful?" });
  for (const [sign, each] of offered) {
    const shown = el("span", { className: sign, ariaHidden: "true" });
    const made = el("button", { type: "button", className: "button quiet icon", ariaPressed: "false" }, shown);
    made.setAttribute("aria-label", each.accessibility_label ?? wordsOf(each.text));
    made.title = wordsOf(each.text);
    made.addEventListener("click", () => press(group, made));
    group.append(acting(made, block, element, context, () => ({ value: each.value })));
    made.dataset.focus = `${element.action_id}:${each.value}`;
  }
  return group;
}

function press(group, made) {
  for (const each of group.children) each.setAttribute("aria-pressed", String(each === made));
}

function overflow(block, element, context) {
  const box = el("details", { className: "overflow" }, el("summary", { ariaLabel: "More" }, "⋯"));
  const menu = el("div", { className: "menu" });
  for (const option of element.options) {
    const one = el("button", { type: "button", className: "button small quiet" }, wordsOf(option.text));
    one.addEventListener("click", () => (box.open = false));
    menu.append(acting(one, block, element, context, () => ({ selected_option: option })));
  }
  box.append(menu);
  return box;
}

/** A select, a date and their like, which tell of what was picked. */
function picker(block, element, context) {
  const field = fieldOf(element);
  if (!field) return el("span", { className: "faint" }, `(an element of type ${element.type})`);
  const label = wordsOf(element.placeholder) || wordsOf(block.text) || "Choose";
  field.control.setAttribute("aria-label", label);
  field.control.dataset.focus = element.action_id;
  field.control.addEventListener("change", () => context.click(block, element, field.value()));
  return field.control;
}

let last = 0;

/** An input block: its label, its field, a hint, and where its error goes. */
export function inputOf(block, context) {
  const field = fieldOf(block.element);
  const id = `field-${(last += 1)}`;
  if (!field) return el("p", { className: "faint" }, `(a field of type ${block.element.type})`);
  const hint = block.hint ? el("p", { className: "faint", id: `${id}-hint` }, wordsOf(block.hint)) : null;
  const error = el("p", { className: "error", id: `${id}-error`, hidden: true });
  const grouped = field.control.matches("fieldset");
  field.control.id = id;
  field.control.setAttribute("aria-describedby", `${id}-error ${hint ? hint.id : ""}`.trim());
  const words = wordsOf(block.label) + (block.optional ? " (optional)" : "");
  const label = grouped
    ? el("p", { className: "label", id: `${id}-label` }, words)
    : el("label", { className: "label", htmlFor: id }, words);
  if (grouped) field.control.setAttribute("aria-labelledby", label.id);
  context.fields?.set(block.block_id, { block, field, error });
  return el("div", { className: "input" }, label, field.control, hint, error);
}
