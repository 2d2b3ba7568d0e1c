// "Are you sure?", where a button asks for it.
import { byId, el } from "./dom.js";
import { marked } from "./focus.js";
import { textOf, wordsOf } from "./mrkdwn.js";

/** Asks; whether it is confirmed. */
export function confirmed(asked) {
  const dialog = byId("confirm");
  const danger = asked.style === "danger" ? "danger" : "primary";
  const yes = el("button", { className: `button ${danger}`, value: "yes" }, wordsOf(asked.confirm) || "Yes");
  const no = el("button", { className: "button", value: "no" }, wordsOf(asked.deny) || "Cancel");
  dialog.replaceChildren(
    el(
      "form",
      { method: "dialog" },
      el("h2", { id: "confirm-title" }, wordsOf(asked.title) || "Are you sure?"),
      el("div", { className: "view-body" }, ...textOf(asked.text)),
      el("div", { className: "view-foot" }, no, yes),
    ),
  );
  dialog.returnValue = "";
  const goBack = marked();
  dialog.showModal();
  return new Promise((resolve) => {
    const closed = () => {
      goBack();
      resolve(dialog.returnValue === "yes");
    };
    dialog.addEventListener("close", closed, { once: true });
  });
}
