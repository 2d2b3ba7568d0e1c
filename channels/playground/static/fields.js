// Fields by the type of their element: {control, value(), isEmpty(), restore(state), flaw()}. A value is what
// Slack tells of the element's state in a view.
import { el } from "./dom.js";
import { wordsOf } from "./mrkdwn.js";
import { people } from "./store.js";

/** A field; null: of a type that is not known here. */
export function fieldOf(element) {
  const build = BUILDERS[element.type];
  return build ? build(element) : null;
}

const BUILDERS = {
  plain_text_input: (element) =>
    element.multiline
      ? written(element, el("textarea", { rows: 4 }))
      : written(element, el("input", { type: "text" })),
  email_text_input: (element) => written(element, el("input", { type: "email" })),
  url_text_input: (element) => written(element, el("input", { type: "url" })),
  number_input: number,
  datepicker: (element) => dated(element, "date", "selected_date", element.initial_date),
  timepicker: (element) => dated(element, "time", "selected_time", element.initial_time),
  static_select: (element) => chosen(element, optionsOf(element), element.initial_option),
  external_select: (element) => chosen(element, optionsOf(element), element.initial_option),
  users_select: persons,
  radio_buttons: (element) => ticked(element, "radio"),
  checkboxes: (element) => ticked(element, "checkbox"),
  multi_static_select: (element) => ticked(element, "checkbox"),
};

function simple(element, control, key) {
  return {
    control,
    value: () => ({ type: element.type, [key]: control.value || null }),
    isEmpty: () => !control.value,
    restore: (state) => (control.value = state[key] ?? ""),
    flaw: () => (control.validity.valid ? "" : control.validationMessage),
  };
}

function written(element, control) {
  control.value = element.initial_value ?? "";
  control.placeholder = wordsOf(element.placeholder);
  if (element.max_length) control.maxLength = element.max_length;
  if (element.min_length) control.minLength = element.min_length;
  control.autofocus = Boolean(element.focus_on_load);
  return simple(element, control, "value");
}

function number(element) {
  const control = el("input", { type: "number", step: element.is_decimal_allowed ? "any" : "1" });
  if (element.min_value !== undefined) control.min = element.min_value;
  if (element.max_value !== undefined) control.max = element.max_value;
  return written(element, control);
}

function dated(element, type, key, initial) {
  const control = el("input", { type, value: initial ?? "" });
  control.autofocus = Boolean(element.focus_on_load);
  return simple(element, control, key);
}

const optionsOf = (element) => [
  ...(element.options ?? []),
  ...(element.option_groups ?? []).flatMap((group) => group.options),
];

function chosen(element, options, initial) {
  const control = selectOf(
    wordsOf(element.placeholder) || "Choose …",
    options.map((option) => [option.value, wordsOf(option.text)]),
    initial?.value,
  );
  const picked = () => options.find((option) => option.value === control.value) ?? null;
  return {
    ...simple(element, control, "selected_option"),
    value: () => ({ type: element.type, selected_option: picked() }),
    restore: (state) => (control.value = state.selected_option?.value ?? ""),
  };
}

function persons(element) {
  const options = people().map((person) => [person.id, person.name]);
  return simple(element, selectOf("Choose somebody", options, element.initial_user), "selected_user");
}

function selectOf(placeholder, options, initial) {
  const control = el("select", {}, el("option", { value: "" }, placeholder));
  control.append(...options.map(([value, words]) => el("option", { value }, words)));
  control.value = initial ?? "";
  return control;
}

let last = 0;

function ticked(element, type) {
  const options = optionsOf(element);
  const before = [element.initial_option, ...(element.initial_options ?? [])].map((each) => each?.value);
  const name = `ticked-${(last += 1)}`;
  const boxes = options.map((option) =>
    el("input", { type, name, value: option.value, checked: before.includes(option.value) }),
  );
  const lines = options.map((option, at) => el("label", {}, boxes[at], ` ${wordsOf(option.text)}`));
  const picked = () => options.filter((_, at) => boxes[at].checked);
  const one = type === "radio";
  return {
    control: el("fieldset", {}, ...lines),
    value: () =>
      one
        ? { type: element.type, selected_option: picked()[0] ?? null }
        : { type: element.type, selected_options: picked() },
    isEmpty: () => picked().length === 0,
    restore: (state) => {
      const values = [state.selected_option, ...(state.selected_options ?? [])].map((each) => each?.value);
      boxes.forEach((box) => (box.checked = values.includes(box.value)));
    },
    flaw: () => "",
  };
}
