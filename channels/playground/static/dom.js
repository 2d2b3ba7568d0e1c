// Elements, without ever reading HTML from anybody's words.

/** An element: el("p", {className: "faint"}, "words", child). */
export function el(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** A bubble; its author is read out, and seen by its side and colour. */
export function bubble(kind, author, words) {
  return el("p", { className: kind }, el("span", { className: "unseen" }, `${author}: `), words);
}

/** Follows a log to its end, unless its reader has scrolled away from there. */
export function following(log, change) {
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  change();
  if (atEnd) log.scrollTop = log.scrollHeight;
}

/** Calls send(words) for Enter and the button; the words stay where sending fails. */
export function composer(form, send) {
  const box = form.querySelector("textarea");
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const words = box.value.trim();
    if (!words) return;
    box.value = "";
    if (!(await send(words)) && !box.value) box.value = words;
  });
}

export function clock(at) {
  return new Date(at).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
}

/** (213) 555-0142 of +12135550142; other countries' numbers as they are. */
export function phoneText(number) {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return parts ? `(${parts[1]}) ${parts[2]}-${parts[3]}` : number;
}
