// Keyboard focus: kept inside while the panel covers the page, given back when it closes.
const FULL_SCREEN = matchMedia("(max-width: 480px), (max-height: 420px)");
const REACHABLE = "a[href], button, input, textarea, [tabindex='0']";

function keepInside(panel, event) {
  if (event.key !== "Tab" || !FULL_SCREEN.matches) return;
  const stops = [...panel.querySelectorAll(REACHABLE)].filter(
    (node) => !node.disabled && node.offsetParent,
  );
  const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
  const focused = panel.getRootNode().activeElement;
  if (focused !== from && focused !== panel) return;
  event.preventDefault();
  to.focus();
}

// On an iPhone the keyboard covers the page without making it smaller.
function fitKeyboard(panel) {
  const view = window.visualViewport;
  const fit = () => {
    panel.style.height = FULL_SCREEN.matches ? `${view.height}px` : "";
    panel.style.top = FULL_SCREEN.matches ? `${view.offsetTop}px` : "";
  };
  view?.addEventListener("resize", fit);
  view?.addEventListener("scroll", fit);
}
