// Files under a message: pictures are shown, the others can be saved.
import { el } from "./dom.js";

const PICTURES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

const TOLD = /\[[^\]\n]*?(\d{1,2}) pictures?\b[^\]\n]*\]/g; // "[1 picture, 1 video]"
const MOST = 10;

export const filesOf = (files) => files.map(fileOf);

/** The customer's pictures that a message tells of in words; this server has them. */
export function picturesOf(post) {
  const counts = [...post.text.matchAll(TOLD)].map(([, count]) => Number(count));
  const count = Math.min(MOST, counts.reduce((sum, each) => sum + each, 0));
  return Array.from({ length: count }, (_, place) => {
    const newer = count - place - 1;
    const src = `/playground/slack/pictures/${post.channel}/${post.ts}/${newer}`;
    const shown = el("img", { className: "picture", src, alt: "A picture of the customer’s" });
    shown.addEventListener("load", () => followed(shown));
    shown.addEventListener("error", () => shown.remove()); // not there, or only written about
    return shown;
  });
}

function fileOf(file) {
  const address = `/playground/slack/files/${encodeURIComponent(file.id)}`;
  if (PICTURES.has(file.mimetype)) return picture(file, address);
  return el(
    "a",
    { className: "file", href: address, download: file.name },
    el("span", { className: "file-kind", ariaHidden: "true" }, kindOf(file.name)),
    el("span", {}, file.title || file.name),
    el("span", { className: "faint" }, sizeOf(file.size)),
  );
}

function picture(file, address) {
  const name = file.title || file.name;
  const shown = el("img", { className: "picture", src: address, alt: name });
  shown.addEventListener("load", () => followed(shown));
  shown.addEventListener("error", () =>
    shown.replaceWith(el("span", { className: "faint" }, `${name} (not here any more)`)),
  );
  return el(
    "figure",
    {},
    el("figcaption", {}, name),
    el("a", { href: address, target: "_blank", rel: "noopener" }, shown),
  );
}

/** A picture's height is known late: whoever was at the log's end stays there. */
function followed(shown) {
  const log = shown.closest(".messages");
  const below = log && log.scrollHeight - log.scrollTop - log.clientHeight;
  if (log && below < shown.height + 90) log.scrollTop = log.scrollHeight;
}

const kindOf = (name) => (/\.(\w{1,4})$/.exec(name)?.[1] ?? "file").toUpperCase();

function sizeOf(bytes) {
  if (bytes < 1024) return `${bytes} bytes`;
  const size = bytes < 1024 ** 2 ? [bytes / 1024, "KB"] : [bytes / 1024 ** 2, "MB"];
  return `${size[0].toFixed(size[0] < 10 ? 1 : 0)} ${size[1]}`;
}
