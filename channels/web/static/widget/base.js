// The script's own tag says where the bot lives. Nothing else is ever talked to.
const TAG = document.currentScript;
const HOST = new URL(".", TAG.src).href;

// An element with its traits: on… are listeners, everything else attributes. Text only ever
// becomes text nodes: nothing of a model or a visitor is parsed as HTML.
function make(tag, traits = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(traits)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

function div(kind, ...children) {
  return make("div", { class: kind }, ...children);
}

function button(traits, ...children) {
  return make("button", { type: "button", ...traits }, ...children);
}

const ICONS = {
  chat: "M21 11.5a8.4 8.4 0 0 1-12.2 7.5L3.5 20.5 5 15.4A8.4 8.4 0 1 1 21 11.5Z",
  close: "M6 6l12 12M18 6L6 18",
  send: "M12 20V5M5.5 11.5 12 5l6.5 6.5",
  picture: "M4 5h16v14H4zM4 16l4.5-4.5 4 4 3-3L20 17M15.5 9h.01",
  thumb: "M7 10.5 11 3c1.6 0 2.5 1.2 2.1 3L12.5 9H19l-1.8 10H7M3.5 10.5H7V19H3.5z",
  star: "M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9L3.5 9.7l5.9-.8z",
  phone: "M8.5 4 5 4.8C4.6 12.5 11.5 19.4 19.2 19l.8-3.5-4-2.3-2 1.8a11 11 0 0 1-5-5l1.8-2z",
  flame:
    "M12 3c.5 4 5 5.5 5 10.5a5 5 0 0 1-10 0C7 11 8.5 9.5 9 8c1 1 1.5 2 1.5 3C12 9 12.5 6 12 3Z",
  latest: "M6 9.5l6 6 6-6",
};

function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

// crypto.randomUUID is missing on pages without TLS.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
