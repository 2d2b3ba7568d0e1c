// The owner's accent, and the text on it that reads better: either black or white always has a
// contrast of 4.5 to 1.
function paint(host, accent) {
  if (!/^#[0-9a-f]{6}$/i.test(accent ?? "")) return;
  host.style.setProperty("--accent", accent);
  host.style.setProperty("--on-accent", luminance(accent) > 0.179 ? "#000" : "#fff");
}

// Dark where the page is; where it does not say, or leaves it open, as the system is.
function followPage(host) {
  const page = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => {
    const { colorScheme } = getComputedStyle(page);
    const open = colorScheme !== "light" && system.matches;
    host.classList.toggle("dark", open || colorScheme === "dark");
  };
  follow();
  system.onchange = follow;
  addEventListener("load", follow);
  new MutationObserver(follow).observe(page, { attributes: true });
}

// Relative luminance, 0 to 1, as WCAG 2 defines it.
function luminance(hex) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
