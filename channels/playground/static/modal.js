// Modals: the top one of my stack, as a dialog.
import { blocksOf } from "./blocks.js";
import { clickInView, closeView, submit } from "./deeds.js";
import { byId, el } from "./dom.js";
import { marked } from "./focus.js";
import { wordsOf } from "./mrkdwn.js";
import { myself, views } from "./store.js";

let shown = null;
let fields = new Map(); // by block
let goBack = () => {};

export function setUpModal() {
  byId("modal").addEventListener("cancel", (event) => {
    event.preventDefault();
    closeView(shown);
  });
}

/** Shows the modal on top of mine, or none. */
export function showModal() {
  const view = (views.get(myself().id) ?? []).at(-1) ?? null;
  const dialog = byId("modal");
  if (view === shown) return;
  const before = view && view.id === shown?.id ? valuesOf() : {};
  shown = view;
  if (!view) {
    dialog.close();
    goBack();
    return;
  }
  build(dialog, view, before);
  if (!dialog.open) {
    goBack = marked();
    dialog.showModal();
  } else if (!dialog.contains(document.activeElement)) dialog.focus();
}

function build(dialog, view, before) {
  fields = new Map();
  const context = { fields, click: clickInView(view, valuesOf) };
  const form = el(
    "form",
    { noValidate: true },
    el("h2", { id: "modal-title" }, wordsOf(view.title)),
    el("div", { className: "view-body" }, ...blocksOf(view.blocks, context)),
    el("div", { className: "view-foot" }, closer(view), submitter(view)),
  );
  form.addEventListener("submit", (event) => send(event, view));
  dialog.replaceChildren(form);
  for (const [block, { field, block: asked }] of fields) {
    const state = before[block]?.[asked.element.action_id];
    if (state) field.restore(state);
  }
}

function closer(view) {
  const button = el("button", { type: "button", className: "button" }, wordsOf(view.close) || "Close");
  button.addEventListener("click", () => closeView(view));
  return button;
}

const submitter = (view) =>
  view.submit ? el("button", { type: "submit", className: "button primary" }, wordsOf(view.submit)) : null;

/** The fields' state, as Slack tells of it: by block and action. */
function valuesOf() {
  const values = {};
  for (const [id, { block, field }] of fields) {
    values[id] = { [block.element.action_id]: field.value() };
  }
  return values;
}

async function send(event, view) {
  event.preventDefault();
  const flaws = flawsOf();
  tellErrors(flaws);
  if (Object.keys(flaws).length) return;
  const button = event.target.querySelector("[type=submit]");
  button.ariaDisabled = "true";
  const answer = await submit(view, valuesOf());
  button.ariaDisabled = null;
  if (answer) tellErrors(answer.errors);
}

/** What Slack itself refuses before the bot is asked. */
function flawsOf() {
  const flaws = {};
  for (const [id, { block, field }] of fields) {
    if (!block.optional && field.isEmpty()) flaws[id] = "Please complete this required field.";
    else if (field.flaw()) flaws[id] = field.flaw();
  }
  return flaws;
}

function tellErrors(errors) {
  for (const [id, { field, error }] of fields) {
    error.textContent = errors[id] ?? "";
    error.hidden = !errors[id];
    field.control.toggleAttribute("aria-invalid", false);
    if (errors[id]) field.control.setAttribute("aria-invalid", "true");
  }
  const first = [...fields].find(([id]) => errors[id]);
  first?.[1].field.control.focus();
}
